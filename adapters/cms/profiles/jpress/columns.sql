-- Topics and tags are categories too; only `category` makes the tree.
SELECT id, nullif(pid, 0) AS parent, title AS name, 'list' AS kind, order_number AS position, coalesce(nullif(slug, ''), id) AS slug,
       '/category/' || coalesce(nullif(slug, ''), id) AS url,
       '/category/' || coalesce(nullif(slug, ''), id) || '.html' || char(10) || '/article/category/' || coalesce(nullif(slug, ''), id) || char(10) ||
       '/article/category/' || id || char(10) || '/article/category/' || coalesce(nullif(slug, ''), id) || '.html' AS urls,
       '/category/' || coalesce(nullif(slug, ''), id) || '-{page}' || char(10) || '/category/' || coalesce(nullif(slug, ''), id) || '-{page}.html' || char(10) ||
       '/article/category/' || coalesce(nullif(slug, ''), id) || '-{page}' AS list_pages, 10 AS list_size
FROM article_category
WHERE type = 'category' AND coalesce([[=article_category.site_id|0]], 0) = CAST(:site AS INTEGER)
ORDER BY order_number, id
