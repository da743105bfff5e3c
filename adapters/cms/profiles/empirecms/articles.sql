-- titleurl is the final address; copies in other columns have rows of their own.
SELECT :table || '-' || n.id AS id, n.classid AS "column", n.title, nullif([[n=:table.ftitle|'']], '') AS subtitle,
       CASE WHEN n.isurl = 1 OR n.titleurl = '' THEN '/e/action/ShowInfo.php?classid=' || n.classid || '&id=' || n.id
            ELSE n.titleurl END AS url,
       '/e/action/ShowInfo.php?classid=' || n.classid || '&id=' || n.id || char(10) ||
         '/e/action/ShowInfo/?classid=' || n.classid || '&id=' || n.id AS urls,
       CASE WHEN n.titleurl LIKE '%.html' THEN substr(n.titleurl, 1, length(n.titleurl) - 5) || '_{page}.html' END AS page_url,
       'published' AS state, CASE WHEN n.isurl = 1 THEN n.titleurl END AS link,
       n.newstime AS published, n.lastdotime AS updated, n.keyboard AS keywords,
       nullif([[d=:side.befrom|NULL]], '') AS source, nullif([[d=:side.writer|NULL]], '') AS author,
       coalesce([[d=:side.newstext|NULL]], [[n=:table.newstext|NULL]], [[n=:table.smalltext|NULL]], '') AS body
FROM [[table]] n LEFT JOIN [[side]] d ON d.id = n.id
WHERE :stb = '' OR n.stb = CAST(:stb AS INTEGER)
ORDER BY n.id
