SELECT c.catid AS id, c.parentid AS parent, c.catname AS name, c.listorder AS position, c.display = 0 AS hidden,
       CASE c.type WHEN 1 THEN 'page' WHEN 2 THEN 'external' ELSE 'list' END AS kind, c.pclink AS url, c.catdir AS slug,
       p.content AS body
FROM category c LEFT JOIN page p ON p.catid = c.catid AND c.type = 1
ORDER BY c.listorder, c.catid
