SELECT a.id, a.catid AS "column", a.title,
       CASE WHEN ',' || a.flag || ',' LIKE '%,7,%' OR a.url = '' THEN '/index/index/show.html?id=' || a.id ELSE a.url END AS url,
       CASE WHEN a.status = 1 THEN 'published' ELSE 'not approved' END AS state,
       CASE WHEN ',' || a.flag || ',' LIKE '%,7,%' THEN a.url END AS link,
       a.inputtime AS published, a.updatetime AS updated, a.keywords, nullif(a.copyfrom, '') AS source, a.content AS body
FROM article a
ORDER BY a.id
