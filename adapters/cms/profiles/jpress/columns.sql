-- Topics and tags are categories too; only `category` makes the tree.
SELECT id, nullif(pid, 0) AS parent, title AS name, 'list' AS kind, order_number AS position, coalesce(nullif(slug, ''), id) AS slug,
       '/article/category/' || coalesce(nullif(slug, ''), id) AS url,
       '/category/' || coalesce(nullif(slug, ''), id) || char(10) || '/article/category/' || id || char(10) ||
       '/article/category/' || coalesce(nullif(slug, ''), id) || '.html' AS urls
FROM article_category
WHERE type = 'category'
ORDER BY order_number, id
