-- Dates in addresses are those of the row's making (senddate), at the site's own offset.
WITH setting(path, hours) AS (
  SELECT coalesce((SELECT value FROM sysconfig WHERE varname = 'cfg_cmspath'), ''),
         coalesce((SELECT value FROM sysconfig WHERE varname = 'cfg_cli_time'), '8') || ' hours'
), row AS (
  SELECT a.*, path, strftime('%Y', a.senddate, 'unixepoch', hours) AS y,
         strftime('%m', a.senddate, 'unixepoch', hours) AS m, strftime('%d', a.senddate, 'unixepoch', hours) AS d,
         rtrim(replace(coalesce(t.typedir, ''), '{cmspath}', path), '/') AS folder, lower(coalesce(t.namerule, '')) AS rule
  FROM archives a LEFT JOIN arctype t ON t.id = a.typeid, setting
  WHERE a.channel = :channel
), made AS (
  SELECT *, replace(replace(replace(replace(replace(replace(replace(rule, '{typedir}', folder), '{cmspath}', path),
            '{y}', y), '{m}', m), '{d}', d), '{timestamp}', senddate), '{aid}', id) AS address,
         path || '/plus/view.php?aid=' || id AS dynamic
  FROM row
), named AS (
  SELECT *, CASE WHEN ismake = -1 OR arcrank <> 0 OR typeid = 0 OR money > 0 OR address = '' OR instr(address, '{') > 0
                 THEN NULL
                 WHEN [[=archives.filename|'']] <> ''
                 THEN dir(address) || filename || CASE WHEN instr(filename, '.') > 0 THEN '' ELSE '.html' END
                 ELSE address END AS static
  FROM made
)
SELECT n.id, n.typeid AS "column", n.typeid2 AS columns, n.title,
       CASE WHEN n.shorttitle <> n.title THEN n.shorttitle END AS subtitle,
       coalesce(static, dynamic) AS url,
       dynamic || char(10) || path || '/plus/view-' || n.id || '-1.html' AS urls,
       CASE WHEN static IS NOT NULL AND instr(static, '.') > 0
            THEN replace(static, '.htm', '_{page}.htm') ELSE dynamic || '&pageno={page}' END AS page_url,
       CASE WHEN arcrank = 0 THEN 'published' WHEN arcrank = -1 THEN 'waiting for approval'
            WHEN arcrank = -2 THEN 'in the recycle bin' ELSE 'for members only' END AS state,
       CASE WHEN ',' || n.flag || ',' LIKE '%,j,%' THEN nullif([[:table.redirecturl|'']], '') END AS link,
       n.pubdate AS published, nullif(n.source, '') AS source, n.writer AS author, n.keywords,
       coalesce([[:table.body|NULL]], [[:table.introduce|NULL]], [[:table.content|NULL]], '') AS body,
       captures([[:table.imgurls|'']], '\{dede:img([^}]*)\}\s*(.*?)\s*\{/dede:img\}', '\2') AS images,
       captures([[:table.softlinks|'']], '\{dede:link[^}]*?text=''([^'']*)''[^}]*\}\s*(.*?)\s*\{/dede:link\}', '\2	\1') AS attachments
FROM named n LEFT JOIN [[table]] ON [[table]].aid = n.id
ORDER BY n.id
