-- LIMIT -1: made row by row and once, in the order of ids. Dates in addresses are those of the row's making (senddate), at the site's own offset.
WITH setting(path, hours) AS (
  SELECT coalesce([[?sysconfig: SELECT value FROM sysconfig WHERE varname = 'cfg_cmspath']], ''),
         coalesce([[?sysconfig: SELECT value FROM sysconfig WHERE varname = 'cfg_cli_time']], '8') || ' hours'
), row AS (
  SELECT a.*, path, strftime('%Y', a.senddate, 'unixepoch', hours) AS y,
         strftime('%m', a.senddate, 'unixepoch', hours) AS m, strftime('%d', a.senddate, 'unixepoch', hours) AS d,
         rtrim(replace(coalesce(t.typedir, ''), '{cmspath}', path), '/') AS folder, lower(coalesce(t.namerule, '')) AS rule
  FROM archives a LEFT JOIN arctype t ON t.id = a.typeid, setting
  WHERE a.channel = :channel ORDER BY a.id LIMIT -1
), made AS (
  SELECT *, fill(rule, 'typedir', folder, 'cmspath', path, 'y', y, 'm', m, 'd', d, 'timestamp', senddate, 'aid', id,
                 'cc', CASE WHEN instr(rule, '{cc}') > 0 THEN letter_code(m || d || id || y) END,
                 'pinyin', CASE WHEN instr(rule, '{pinyin}') > 0 THEN pinyin(title, 0) || '_' || id END,
                 'py', CASE WHEN instr(rule, '{py}') > 0 THEN pinyin(title, 1) || '_' || id END) AS address,
         path || '/plus/view.php?aid=' || id AS dynamic
  FROM row LIMIT -1
), named AS (
  SELECT *, CASE WHEN ismake = -1 OR arcrank <> 0 OR typeid = 0 OR [[=archives.money|0]] > 0 THEN NULL
                 WHEN [[=archives.filename|'']] <> ''
                 THEN dir(address) || filename || CASE WHEN instr(filename, '.') > 0 THEN '' ELSE '.html' END
                 ELSE nullif(address, '') END AS static
  FROM made LIMIT -1
)
SELECT n.id, n.typeid AS "column", n.typeid2 AS columns, n.title,
       CASE WHEN n.shorttitle <> n.title THEN n.shorttitle END AS subtitle,
       coalesce(static, dynamic) AS url,
       dynamic || char(10) || path || '/plus/view-' || n.id || '-1.html' || char(10) || path || '/m/view.php?aid=' || n.id AS urls,
       CASE WHEN static IS NOT NULL AND instr(static, '.') > 0
            THEN replace(static, '.htm', '_{page}.htm') ELSE dynamic || '&pageno={page}' END AS page_url,
       CASE WHEN arcrank = 0 THEN 'published' WHEN arcrank = -1 THEN 'waiting for approval'
            WHEN arcrank = -2 THEN 'in the recycle bin' ELSE 'for members only' END AS state,
       CASE WHEN ',' || [[n=archives.flag|'j']] || ',' LIKE '%,j,%'
            THEN nullif(coalesce([[:table.redirecturl|NULL]], [[n=archives.redirecturl|NULL]], ''), '') END AS link,
       n.pubdate AS published, iso(n.senddate) AS created, nullif(n.source, '') AS source, n.writer AS author, n.keywords,
       coalesce([[:table.body|NULL]], [[:table.introduce|NULL]], [[:table.content|NULL]], '') AS body,
       captures([[:table.imgurls|'']], '\{dede:img([^}]*)\}\s*(.*?)\s*\{/dede:img\}', '\2') AS images,
       captures([[:table.softlinks|'']], '\{dede:link[^}]*?text=''([^'']*)''[^}]*\}\s*(.*?)\s*\{/dede:link\}', '\2	\1') AS attachments,
       n.click AS hits, CASE WHEN n.sortrank > n.pubdate THEN iso(n.sortrank) END AS top_until,
       CASE WHEN ',' || [[n=archives.flag|'']] || ',' LIKE '%,c,%' OR ',' || [[n=archives.flag|'']] || ',' LIKE '%,a,%' THEN '1' END AS recommended,
       nullif([[n=archives.flag|'']], '') AS marks, n.litpic AS thumbnail, n.description,
       [[?taglist: SELECT group_concat(tag) FROM (SELECT tag FROM taglist WHERE aid = n.id ORDER BY tid)]] AS tags[[*n=archives]][[*:table]]
FROM named n LEFT JOIN [[table]] ON [[table]].aid = n.id
