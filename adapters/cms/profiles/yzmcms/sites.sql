-- Later versions keep several sites in one database.
SELECT DISTINCT coalesce([[c=category.siteid|0]], 0) AS id, '' AS name, '' AS host FROM category c
UNION SELECT 0, '', '' WHERE NOT EXISTS (SELECT 1 FROM category)
ORDER BY 1
