SELECT c.catid AS id, c.parentid AS parent, c.catname AS name, c.listorder AS position, c.ismenu = 0 AS hidden,
       CASE c.type WHEN 1 THEN 'page' WHEN 2 THEN 'external' ELSE 'list' END AS kind,
       coalesce(nullif(c.url, ''), '/index.php?m=content&c=index&a=lists&catid=' || c.catid) AS url,
       CASE WHEN c.type <> 2 THEN '/index.php?m=content&c=index&a=lists&catid=' || c.catid ||
            CASE WHEN c.url LIKE '%/' THEN char(10) || c.url || 'index.html' ELSE '' END END AS urls,
       p.content AS body, p.updatetime AS updated, c.catdir AS slug
FROM category c LEFT JOIN page p ON p.catid = c.catid AND c.type = 1
WHERE c.siteid = :site AND c.module = 'content'
ORDER BY c.listorder, c.catid
