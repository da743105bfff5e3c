SELECT c.catid AS id, c.parentid AS parent, c.catname AS name, c.listorder AS position, c.display = 0 AS hidden,
       CASE c.type WHEN 1 THEN 'page' WHEN 2 THEN 'external' ELSE 'list' END AS kind, c.pclink AS url, c.catdir AS slug,
       CASE WHEN c.type = 0 THEN '/index/index/lists.html?catid=' || c.catid || char(10) || '/index.php?m=index&c=index&a=lists&catid=' || c.catid END AS urls,
       CASE WHEN c.type = 0 THEN CASE WHEN c.pclink LIKE '%/' THEN c.pclink || 'list_{page}.html' || char(10) ELSE '' END ||
            '/index.php?m=index&c=index&a=lists&catid=' || c.catid || '&page={page}' END AS list_pages, 10 AS list_size,
       p.content AS body
FROM category c LEFT JOIN page p ON p.catid = c.catid AND c.type = 1
WHERE coalesce([[c=category.siteid|0]], 0) = CAST(:site AS INTEGER)
ORDER BY c.listorder, c.catid
