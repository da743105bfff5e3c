-- Topics (专题) are pages of their own, outside the menus.
SELECT 'z' || s.id AS id, '' AS parent, s.title AS name, 'list' AS kind, 100000 + [[s=special.listorder|s.id]] AS position, 1 AS hidden,
       coalesce(nullif(s.url, ''), '/index.php?m=special&c=index&id=' || s.id) AS url, '/index.php?m=special&c=index&id=' || s.id AS urls,
       [[s=special.description|NULL]] AS body, CASE WHEN [[s=special.disabled|0]] = 1 THEN 'deleted' ELSE 'published' END AS state
FROM special s
WHERE s.siteid = :site
ORDER BY 5, s.id
