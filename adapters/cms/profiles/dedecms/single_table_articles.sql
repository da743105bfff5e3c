-- Models of one table: title, column and date stand beside the body.
WITH setting(path) AS (SELECT coalesce([[?sysconfig: SELECT value FROM sysconfig WHERE varname = 'cfg_cmspath']], ''))
SELECT aid AS id, typeid AS "column", title, path || '/plus/view.php?aid=' || aid AS url,
       path || '/plus/view-' || aid || '-1.html' AS urls,
       CASE WHEN [[:table.arcrank|0]] = 0 THEN 'published' WHEN [[:table.arcrank|0]] = -1 THEN 'waiting for approval'
            WHEN [[:table.arcrank|0]] = -2 THEN 'in the recycle bin' ELSE 'for members only' END AS state,
       NULL AS link, senddate AS published,
       coalesce([[:table.body|NULL]], [[:table.message|NULL]], '') AS body[[*:table]]
FROM [[table]], setting
ORDER BY aid
