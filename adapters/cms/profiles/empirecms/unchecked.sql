SELECT :table || '-' || n.id AS id, n.classid AS "column", n.title,
       '/e/action/ShowInfo.php?classid=' || n.classid || '&id=' || n.id AS url, NULL AS urls, 'waiting for approval' AS state,
       NULL AS link, n.newstime AS published, '' AS body
FROM [[table]] n
ORDER BY n.id
