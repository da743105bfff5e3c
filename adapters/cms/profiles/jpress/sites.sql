-- Version 4 and later keep several sites in one database; 0 is the main one.
SELECT DISTINCT coalesce([[a=article.site_id|0]], 0) AS id,
       coalesce([[?site: SELECT s.name FROM site s WHERE s.id = [[a=article.site_id|0]]]], '') AS name,
       coalesce([[?site: SELECT s.domain FROM site s WHERE s.id = [[a=article.site_id|0]]]], '') AS host
FROM article a
UNION SELECT 0, '', '' WHERE NOT EXISTS (SELECT 1 FROM article)
ORDER BY 1
