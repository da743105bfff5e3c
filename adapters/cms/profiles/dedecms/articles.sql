-- LIMIT -1: made row by row and once, in the order of ids. Dates in addresses are those of the row's making (senddate), at the site's own offset.
-- What is worked out goes from step to step, the row's own columns are looked up at the end.
WITH setting(path, hours) AS (
  SELECT coalesce([[?sysconfig: SELECT value FROM sysconfig WHERE varname = 'cfg_cmspath']], ''),
         coalesce([[?sysconfig: SELECT value FROM sysconfig WHERE varname = 'cfg_cli_time']], '8') || ' hours'
), crossed(place, columns) AS MATERIALIZED (
  -- Columns that also show the articles of others (cross = 2).
  SELECT t.id, group_concat(x.id) FROM arctype t JOIN arctype x ON [[x=arctype.cross|0]] = 2
    AND instr(',' || replace([[x=arctype.crossid|'']], ' ', '') || ',', ',' || t.id || ',') > 0 AND x.id <> t.id GROUP BY t.id
), topic(list) AS MATERIALIZED (
  SELECT [[?addonspec: SELECT group_concat(s.title || char(9) || ',' || replace(captures(p.note, 'idlist=''([\d, ]*)''', '\1'), char(10), ',') || ',', char(10))
    FROM addonspec p JOIN archives s ON s.id = p.aid WHERE s.arcrank >= 0]]
), row AS (
  SELECT a.rowid AS row_place, a.id, path, strftime('%Y%m%d', a.senddate, 'unixepoch', hours) AS row_day,
         rtrim(replace(coalesce(t.typedir, ''), '{cmspath}', path), '/') AS folder, lower(coalesce(t.namerule, '')) AS rule
  FROM archives a LEFT JOIN arctype t ON t.id = a.typeid, setting
  WHERE a.channel = :channel ORDER BY a.id LIMIT -1
), made AS (
  SELECT row.row_place, a.ismake, a.arcrank, a.typeid, [[a=archives.money|0]] AS row_price, [[a=archives.filename|'']] AS filename,
         fill(rule, 'typedir', folder, 'cmspath', path, 'y', substr(row_day, 1, 4), 'm', substr(row_day, 5, 2), 'd', substr(row_day, 7, 2),
                 'timestamp', a.senddate, 'aid', a.id,
                 'cc', CASE WHEN instr(rule, '{cc}') > 0 THEN letter_code(substr(row_day, 5, 4) || a.id || substr(row_day, 1, 4)) END,
                 'pinyin', CASE WHEN instr(rule, '{pinyin}') > 0 THEN pinyin(a.title, 0) || '_' || a.id END,
                 'py', CASE WHEN instr(rule, '{py}') > 0 THEN pinyin(a.title, 1) || '_' || a.id END) AS address,
         path, path || '/plus/view.php?aid=' || a.id AS dynamic
  FROM row CROSS JOIN archives a ON a.rowid = row.row_place LIMIT -1
), named AS (
  SELECT row_place, path, dynamic, CASE WHEN ismake = -1 OR arcrank <> 0 OR typeid = 0 OR row_price > 0 THEN NULL
                 WHEN filename <> ''
                 THEN dir(address) || filename || CASE WHEN instr(filename, '.') > 0 THEN '' ELSE '.html' END
                 ELSE nullif(address, '') END AS static
  FROM made LIMIT -1
)
SELECT n.id, n.typeid AS "column", coalesce([[n=archives.typeid2|'']], '') || coalesce(',' || (SELECT crossed.columns FROM crossed WHERE crossed.place = n.typeid), '') AS columns, n.title,
       CASE WHEN [[n=archives.shorttitle|'']] <> n.title THEN nullif([[n=archives.shorttitle|'']], '') END AS subtitle,
       coalesce(static, dynamic) AS url,
       dynamic || char(10) || path || '/plus/view-' || n.id || '-1.html' || char(10) || path || '/m/view.php?aid=' || n.id AS urls,
       CASE WHEN static IS NOT NULL AND instr(static, '.') > 0
            THEN replace(static, '.htm', '_{page}.htm') || char(10) ELSE '' END || dynamic || '&pageno={page}' || char(10) ||
         path || '/plus/view-' || n.id || '-{page}.html' || char(10) || path || '/m/view.php?aid=' || n.id || '&pageno={page}' AS page_url,
       CASE WHEN n.arcrank = 0 THEN 'published' WHEN n.arcrank = -1 THEN 'waiting for approval'
            WHEN n.arcrank = -2 THEN 'in the recycle bin' ELSE 'for members only' END AS state,
       CASE WHEN ',' || [[n=archives.flag|'j']] || ',' LIKE '%,j,%'
            THEN nullif(coalesce([[:table.redirecturl|NULL]], [[n=archives.redirecturl|NULL]], ''), '') END AS link,
       n.pubdate AS published, iso(n.senddate) AS created, nullif([[n=archives.source|'']], '') AS source, [[n=archives.writer|NULL]] AS author, [[n=archives.keywords|NULL]] AS keywords,
       coalesce([[:table.body|NULL]], [[:table.introduce|NULL]], [[:table.content|NULL]], [[:table.:html_field|NULL]], '') AS body,
       captures([[:table.imgurls|'']], '\{dede:img([^}]*)\}\s*(.*?)\s*\{/dede:img\}', '\2') AS images,
       coalesce(captures([[:table.softlinks|'']], '\{dede:link[^}]*?text=''([^'']*)''[^}]*\}\s*(.*?)\s*\{/dede:link\}', '\2	\1'), '') ||
         coalesce(char(10) || [[?uploads: SELECT group_concat(u.url || char(9) || coalesce(u.title, ''), char(10)) FROM uploads u
           WHERE [[u=uploads.arcid|NULL]] = n.id AND u.mediatype > 1]], '') AS attachments,
       n.click AS hits, CASE WHEN n.sortrank > n.pubdate THEN iso(n.sortrank) END AS top_until,
       CASE WHEN ',' || [[n=archives.flag|'']] || ',' LIKE '%,c,%' OR ',' || [[n=archives.flag|'']] || ',' LIKE '%,a,%' THEN '1' END AS recommended,
       nullif([[n=archives.flag|'']], '') AS marks, [[n=archives.litpic|NULL]] AS thumbnail, [[n=archives.description|NULL]] AS description,
       [[?taglist: SELECT group_concat(tag) FROM (SELECT tag FROM taglist WHERE aid = n.id ORDER BY tid)]] AS tags,
       (SELECT replace(captures(topic.list, '([^\t\n]+)\t[^\n]*,' || n.id || ',[^\n]*', '\1'), char(10), ',') FROM topic
        WHERE instr(topic.list, ',' || n.id || ',') > 0) AS topics[[*n=archives]][[*:table]]
FROM named CROSS JOIN archives n ON n.rowid = named.row_place LEFT JOIN [[table]] ON [[table]].aid = n.id
