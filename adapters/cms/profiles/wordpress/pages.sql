WITH RECURSIVE tree(id, folder, depth) AS (
  SELECT ID, '/' || post_name || '/', 1 FROM posts WHERE post_type = 'page' AND
    (post_parent = 0 OR post_parent NOT IN (SELECT ID FROM posts WHERE post_type = 'page'))
  UNION ALL
  SELECT p.ID, tree.folder || p.post_name || '/', depth + 1 FROM posts p JOIN tree ON p.post_parent = tree.id
  WHERE p.post_type = 'page' AND depth < 64
)
SELECT 'p' || p.ID AS id, CASE WHEN p.post_parent > 0 THEN 'p' || p.post_parent END AS parent, p.post_title AS name,
       'page' AS kind, 100000 + p.menu_order AS position, coalesce(nullif([[p=posts.link|'']], ''), tree.folder) AS url, '/?page_id=' || p.ID AS urls,
       p.post_name AS slug, p.post_content AS body, p.post_modified AS updated
FROM posts p LEFT JOIN tree ON tree.id = p.ID
WHERE p.post_type = 'page' AND p.post_status = 'publish' AND p.post_password = ''
ORDER BY p.menu_order, p.ID
