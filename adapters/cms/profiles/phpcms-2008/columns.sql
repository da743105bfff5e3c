SELECT c.catid AS id, c.parentid AS parent, c.catname AS name, c.listorder AS position, c.ismenu = 0 AS hidden,
       CASE c.type WHEN 1 THEN 'page' WHEN 2 THEN 'external' ELSE 'list' END AS kind,
       coalesce(nullif(c.url, ''), '/list.php?catid=' || c.catid) AS url,
       CASE WHEN c.type <> 2 THEN '/list.php?catid=' || c.catid || CASE WHEN c.url LIKE '%/' THEN char(10) || c.url || 'index.html' ELSE '' END END AS urls,
       CASE WHEN c.type NOT IN (1, 2) THEN CASE WHEN c.url LIKE '%/' THEN c.url || '{page}.html' || char(10) ELSE '' END ||
         '/list.php?catid=' || c.catid || '&page={page}' END AS list_pages, 10 AS list_size,
       CASE WHEN c.type = 1 THEN [[c=category.content|'']] END AS body, c.catdir AS slug
FROM category c
WHERE [[c=category.module|'phpcms']] IN ('phpcms', 'content', '')
ORDER BY c.listorder, c.catid
