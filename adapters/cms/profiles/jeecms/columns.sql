WITH RECURSIVE tree(id, folder, depth) AS (
  SELECT channel_id, channel_path, 1 FROM channel WHERE site_id = CAST(:site AS INTEGER) AND coalesce(parent_id, 0) = 0
  UNION ALL SELECT c.channel_id, c.channel_path, depth + 1 FROM channel c JOIN tree ON c.parent_id = tree.id WHERE depth < 64
)
SELECT c.channel_id AS id, c.parent_id AS parent, e.channel_name AS name, c.priority AS position, c.is_display = 0 AS hidden,
       CASE WHEN coalesce(e.link, '') <> '' THEN 'external' WHEN c.has_content = 0 THEN 'page' ELSE 'list' END AS kind,
       CASE WHEN coalesce(e.link, '') <> '' THEN e.link ELSE '/' || c.channel_path || '/index' || s.dynamic_suffix END AS url,
       CASE WHEN coalesce(e.link, '') = '' THEN '/' || c.channel_path || '/index' || s.static_suffix || char(10) || '/' || c.channel_path || '/' END AS urls,
       CASE WHEN coalesce(e.link, '') = '' AND c.has_content <> 0 THEN '/' || c.channel_path || '/index_{page}' || s.dynamic_suffix || char(10) ||
            '/' || c.channel_path || '/index_{page}' || s.static_suffix END AS list_pages, 10 AS list_size,
       c.channel_path AS slug, t.txt AS body
FROM channel c JOIN channel_ext e ON e.channel_id = c.channel_id LEFT JOIN channel_txt t ON t.channel_id = c.channel_id
     JOIN site s ON s.site_id = c.site_id
WHERE c.site_id = CAST(:site AS INTEGER)
ORDER BY c.priority, c.channel_id
