-- The root node is the home page. Without a rule of its own a node is known by its number or id.
SELECT n.f_node_id AS id, CASE WHEN p.f_parent_id IS NULL THEN '' ELSE n.f_parent_id END AS parent, n.f_name AS name,
       n.f_tree_number AS tree_number, row_number() OVER (ORDER BY n.f_tree_number, n.f_node_id) AS position,
       n.f_is_hidden = '1' AS hidden,
       CASE WHEN coalesce(d.f_link, '') <> '' THEN 'external'
            WHEN coalesce((SELECT c.f_value FROM node_clob c WHERE c.f_node_id = n.f_node_id AND c.f_key = 'text'), '') <> '' THEN 'page' ELSE 'list' END AS kind,
       CASE WHEN coalesce(d.f_link, '') <> '' THEN d.f_link
            ELSE coalesce(fill(nullif(d.f_node_path, ''), 'node_id', n.f_node_id, 'node_number', n.f_number) || coalesce(d.f_node_extension, '.html'),
                          '/node/' || n.f_node_id) END AS url,
       CASE WHEN coalesce(d.f_link, '') = '' THEN '/node/' || n.f_node_id || char(10) || '/node/' || n.f_node_id || '.jspx' ||
            coalesce(char(10) || '/node/' || nullif(n.f_number, ''), '') END AS urls,
       CASE WHEN coalesce(d.f_link, '') = '' THEN coalesce(fill(nullif(d.f_node_path, ''), 'node_id', n.f_node_id, 'node_number', n.f_number) || '_{page}' ||
            coalesce(d.f_node_extension, '.html') || char(10), '') || '/node/' || n.f_node_id || '_{page}' END AS list_pages, 10 AS list_size,
       n.f_number AS slug,
       (SELECT c.f_value FROM node_clob c WHERE c.f_node_id = n.f_node_id AND c.f_key = 'text') AS body
FROM node n JOIN node p ON p.f_node_id = n.f_parent_id LEFT JOIN node_detail d ON d.f_node_id = n.f_node_id
WHERE n.f_site_id = CAST(:site AS INTEGER)
ORDER BY n.f_tree_number, n.f_node_id
