-- LIMIT -1: made row by row and once, in the order of ids. Dates in addresses are those of the row's making (senddate), at the site's own offset.
-- What is worked out for columns is made once. What is worked out goes from step to step, the row's own columns are looked up at the end.
WITH own(path, hours) AS (
  SELECT coalesce([[?sysconfig: SELECT value FROM sysconfig WHERE varname = 'cfg_cmspath']], ''),
         coalesce([[?sysconfig: SELECT value FROM sysconfig WHERE varname = 'cfg_cli_time']], '8') || ' hours'
), setting(path, hours, dynamic, row_pages) AS MATERIALIZED (
  SELECT path, hours, path || '/plus/view.php?aid={aid}' || char(10) || path || '/plus/view-{aid}-1.html' || char(10) || path || '/m/view.php?aid={aid}',
         path || '/plus/view.php?aid={aid}&pageno={page}' || char(10) || path || '/plus/view-{aid}-{page}.html' || char(10) ||
         path || '/m/view.php?aid={aid}&pageno={page}' FROM own
), crossed(place, columns) AS MATERIALIZED (
  -- Columns that also show the articles of others (cross = 2).
  SELECT t.id, group_concat(x.id) FROM arctype t JOIN arctype x ON [[x=arctype.cross|0]] = 2
    AND instr(',' || replace([[x=arctype.crossid|'']], ' ', '') || ',', ',' || t.id || ',') > 0 AND x.id <> t.id GROUP BY t.id
), named(id, folder, rule, columns) AS (
  SELECT t.id, rtrim(replace(coalesce(t.typedir, ''), '{cmspath}', path), '/'), lower(coalesce(t.namerule, '')), crossed.columns
  FROM arctype t CROSS JOIN setting LEFT JOIN crossed ON crossed.place = t.id
), row_rule(id, folder, rule, columns, cc, pinyin, py) AS MATERIALIZED (
  SELECT id, folder, rule, columns, instr(rule, '{cc}'), instr(rule, '{pinyin}'), instr(rule, '{py}') FROM named
), topic(list) AS MATERIALIZED (
  SELECT [[?addonspec: SELECT group_concat(s.title || char(9) || ',' || replace(captures(p.note, 'idlist=''([\d, ]*)''', '\1'), char(10), ',') || ',', char(10))
    FROM addonspec p JOIN archives s ON s.id = p.aid WHERE s.arcrank >= 0]]
), row AS (
  SELECT a.rowid AS row_place, strftime('%Y%m%d', a.senddate, 'unixepoch', hours) AS row_day
  FROM archives a CROSS JOIN setting WHERE a.channel = :channel + 0 ORDER BY a.id LIMIT -1
), made AS (
  SELECT row.row_place, t.columns, a.ismake, a.arcrank, a.typeid, [[a=archives.money|0]] AS row_price, [[a=archives.filename|'']] AS filename,
         fill(coalesce(t.rule, ''), 'typedir', coalesce(t.folder, ''), 'cmspath', path,
                 'y', substr(row_day, 1, 4), 'm', substr(row_day, 5, 2), 'd', substr(row_day, 7, 2), 'timestamp', a.senddate, 'aid', a.id,
                 'cc', CASE WHEN t.cc > 0 THEN letter_code(substr(row_day, 5, 4) || a.id || substr(row_day, 1, 4)) END,
                 'pinyin', CASE WHEN t.pinyin > 0 THEN pinyin(a.title, 0) || '_' || a.id END,
                 'py', CASE WHEN t.py > 0 THEN pinyin(a.title, 1) || '_' || a.id END) AS address
  FROM row CROSS JOIN archives a ON a.rowid = row.row_place CROSS JOIN setting LEFT JOIN row_rule t ON t.id = +a.typeid LIMIT -1
), row_made AS (
  SELECT row_place, columns, CASE WHEN ismake = -1 OR arcrank <> 0 OR typeid = 0 OR row_price > 0 THEN NULL
                 WHEN filename <> ''
                 THEN dir(address) || filename || CASE WHEN instr(filename, '.') > 0 THEN '' ELSE '.html' END
                 ELSE nullif(address, '') END AS static
  FROM made LIMIT -1
)
SELECT n.id, n.typeid AS "column", coalesce([[n=archives.typeid2|'']], '') || coalesce(',' || row_made.columns, '') AS columns, n.title,
       CASE WHEN [[n=archives.shorttitle|'']] <> n.title THEN nullif([[n=archives.shorttitle|'']], '') END AS subtitle,
       coalesce(static, path || '/plus/view.php?aid=' || n.id) AS url, replace(dynamic, '{aid}', n.id) AS urls,
       CASE WHEN static IS NOT NULL AND instr(static, '.') > 0
            THEN replace(static, '.htm', '_{page}.htm') || char(10) ELSE '' END || replace(row_pages, '{aid}', n.id) AS page_url,
       CASE WHEN n.arcrank = 0 THEN 'published' WHEN n.arcrank = -1 THEN 'waiting for approval'
            WHEN n.arcrank = -2 THEN 'in the recycle bin' ELSE 'for members only' END AS state,
       CASE WHEN ',' || [[n=archives.flag|'j']] || ',' LIKE '%,j,%'
            THEN nullif(coalesce((SELECT [[x=:table.redirecturl|NULL]] FROM [[table]] x WHERE x.aid = n.id), [[n=archives.redirecturl|NULL]], ''), '') END AS link,
       n.pubdate AS published, iso(n.senddate) AS created, nullif([[n=archives.source|'']], '') AS source, [[n=archives.writer|NULL]] AS author, [[n=archives.keywords|NULL]] AS keywords,
       coalesce([[:table.body|NULL]], [[:table.introduce|NULL]], [[:table.content|NULL]], [[:table.:html_field|NULL]], '') AS body,
       captures([[:table.imgurls|'']], '\{dede:img([^}]*)\}\s*(.*?)\s*\{/dede:img\}', '\2') AS images,
       coalesce(captures([[:table.softlinks|'']], '\{dede:link[^}]*?text=''([^'']*)''[^}]*\}\s*(.*?)\s*\{/dede:link\}', '\2	\1'), '') ||
         coalesce(char(10) || [[?uploads: SELECT group_concat(u.url || char(9) || coalesce(u.title, ''), char(10)) FROM uploads u
           WHERE [[u=uploads.arcid|NULL]] = n.id AND u.mediatype > 1]], '') AS attachments,
       n.click AS hits, CASE WHEN n.sortrank > n.pubdate THEN iso(n.sortrank) END AS top_until,
       CASE WHEN ',' || [[n=archives.flag|'']] || ',' LIKE '%,c,%' OR ',' || [[n=archives.flag|'']] || ',' LIKE '%,a,%' THEN '1' END AS recommended,
       nullif([[n=archives.flag|'']], '') AS marks, [[n=archives.litpic|NULL]] AS thumbnail, [[n=archives.description|NULL]] AS description,
       [[?taglist: CASE WHEN EXISTS (SELECT 1 FROM taglist WHERE aid = n.id) THEN (SELECT group_concat(tag) FROM (SELECT tag FROM taglist WHERE aid = n.id ORDER BY tid)) END]] AS tags,
       (SELECT replace(captures(topic.list, '([^\t\n]+)\t[^\n]*,' || n.id || ',[^\n]*', '\1'), char(10), ',') FROM topic
        WHERE instr(topic.list, ',' || n.id || ',') > 0) AS topics[[*n=archives]][[*:table]]
FROM row_made CROSS JOIN setting CROSS JOIN archives n ON n.rowid = row_made.row_place LEFT JOIN [[table]] ON [[table]].aid = n.id
