-- titleurl is the final address; copies in other columns have rows of their own. Version 6 has checked rows beside the others.
SELECT :table || '-' || n.id AS id, n.classid AS "column", n.title, nullif([[n=:table.ftitle|'']], '') AS subtitle,
       CASE WHEN n.isurl = 1 OR n.titleurl = '' THEN '/e/action/ShowInfo.php?classid=' || n.classid || '&id=' || n.id
            ELSE n.titleurl END AS url,
       '/e/action/ShowInfo.php?classid=' || n.classid || '&id=' || n.id || char(10) ||
         '/e/action/ShowInfo/?classid=' || n.classid || '&id=' || n.id || char(10) || '/e/wap/show.php?classid=' || n.classid || '&id=' || n.id ||
         CASE WHEN n.titleurl LIKE '%/' THEN char(10) || n.titleurl || 'index.html' ELSE '' END AS urls,
       CASE WHEN n.titleurl LIKE '%.%htm%' THEN before_ending(n.titleurl, '_{page}') || char(10)
            WHEN n.titleurl LIKE '%/' THEN n.titleurl || 'index_{page}.html' || char(10) ELSE '' END ||
         '/e/action/ShowInfo.php?classid=' || n.classid || '&id=' || n.id || '&page={page-1}' || char(10) ||
         '/e/action/ShowInfo/?classid=' || n.classid || '&id=' || n.id || '&page={page-1}' AS page_url,
       CASE WHEN [[n=:table.checked|1]] <> 1 THEN 'waiting for approval' WHEN [[n=:table.groupid|0]] > 0 THEN 'for members only' ELSE 'published' END AS state,
       CASE WHEN n.isurl = 1 THEN n.titleurl END AS link,
       n.newstime AS published, [[n=:table.lastdotime|NULL]] AS updated, iso([[n=:table.truetime|NULL]]) AS created, [[n=:table.keyboard|NULL]] AS keywords,
       nullif(coalesce([[d=:side.befrom|NULL]], [[n=:table.befrom|NULL]]), '') AS source,
       nullif(coalesce([[d=:side.writer|NULL]], [[n=:table.writer|NULL]]), '') AS author,
       coalesce(nullif([[d=:side.newstext|NULL]], ''), nullif([[n=:table.newstext|NULL]], ''), [[n=:table.smalltext|NULL]], '') AS body,
       [[?enewsf: SELECT '/d/txt/' || coalesce(nullif([[d=:side.newstext|NULL]], ''), [[n=:table.newstext|'']]) || '.php' FROM enewsf f
         WHERE 'ecms_' || f.tbname = substr(:table, 1, length(f.tbname) + 5) AND f.f = 'newstext' AND f.savetxt = 1]] AS body_file,
       captures([[d=:side.downpath|'']], '([^\r\n]*?)::::::([^:\r\n]*(?:://[^:\r\n]*)?)[^\r\n]*', '\2	\1') AS attachments,
       captures([[d=:side.morepic|'']], '([^\r\n]*?)::::::([^:\r\n]*(?:://[^:\r\n]*)?)(?:::::::([^\r\n]*))?', '\2	\3') AS images,
       [[n=:table.onclick|NULL]] AS hits, nullif([[n=:table.istop|0]], 0) AS top, nullif([[n=:table.isgood|0]], 0) AS recommended,
       nullif([[n=:table.firsttitle|0]], 0) AS headline, nullif([[n=:table.titlepic|'']], '') AS thumbnail,
       coalesce(nullif([[d=:side.infotags|NULL]], ''), [[n=:table.infotags|NULL]]) AS tags, 
       (SELECT group_concat(title) FROM (SELECT x.title FROM json_each(numbers([[d=:side.keyid|'']])) related_id JOIN [[table]] x ON x.id = related_id.value
        ORDER BY x.id)) AS related,
       [[?enewsztinfo: SELECT group_concat('z' || z.ztid) FROM enewsztinfo i JOIN enewszt z ON z.ztid = i.ztid WHERE i.id = n.id AND i.classid = n.classid]] AS columns,
       [[?enewsztinfo: SELECT group_concat(ztname) FROM (SELECT z.ztname FROM enewsztinfo i JOIN enewszt z ON z.ztid = i.ztid
         WHERE i.id = n.id AND i.classid = n.classid ORDER BY z.ztid)]] AS topics,
       [[n=:table.smalltext|NULL]] AS description[[*n=:table]][[*d=:side]]
FROM [[table]] n LEFT JOIN [[side]] d ON d.id = n.id
WHERE :stb = '' OR [[n=:table.stb|1]] = CAST(:stb AS INTEGER) OR (:first = '1' AND instr(:known, ',' || [[n=:table.stb|1]] || ',') = 0)
ORDER BY n.id
