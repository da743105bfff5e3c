WITH setting(base, mark, suffix, whole) AS (
  SELECT CASE (SELECT value FROM config WHERE name = 'url_rule_type') WHEN '1' THEN '/index.php/' WHEN '2' THEN '/' ELSE '/?' END,
         coalesce(nullif((SELECT value FROM config WHERE name = 'url_break_char'), ''), '_'),
         coalesce(nullif((SELECT value FROM config WHERE name = 'url_rule_suffix'), ''), '.html'),
         coalesce((SELECT value FROM config WHERE name = 'url_rule_content_path'), '0')
), named AS (
  SELECT c.*, base, suffix, whole, coalesce(nullif(s.filename, ''), coalesce(nullif(m.urlname, ''), 'list') || mark || s.scode) AS folder,
         coalesce(nullif(m.urlname, ''), 'list') || mark || s.scode AS coded
  FROM content c JOIN content_sort s ON s.scode = c.scode AND s.acode = c.acode
       LEFT JOIN model m ON m.mcode = s.mcode, setting
  WHERE c.acode = :site AND coalesce(m.type, '2') <> '1'
)
SELECT named.id, scode AS "column", [[named=content.subscode|NULL]] AS columns, title, nullif([[named=content.subtitle|'']], '') AS subtitle,
       base || CASE WHEN whole = '1' THEN '' ELSE folder || '/' END || coalesce(nullif(filename, ''), named.id) || suffix AS url,
       base || folder || '/' || named.id || suffix || char(10) || base || coded || '/' || named.id || suffix AS urls,
       CASE WHEN status = '1' THEN 'published' ELSE 'not approved' END AS state,
       nullif([[named=content.outlink|'']], '') AS link, date AS published, [[named=content.update_time|NULL]] AS updated, [[named=content.source|NULL]] AS source,
       [[named=content.author|NULL]] AS author, [[named=content.keywords|NULL]] AS keywords,
       content AS body, replace([[named=content.pics|'']], ',', char(10)) AS images, replace([[named=content.enclosure|'']], ',', char(10)) AS attachments,
       [[named=content.visits|NULL]] AS hits, nullif([[named=content.istop|'0']], '0') AS top, nullif([[named=content.isrecommend|'0']], '0') AS recommended,
       nullif([[named=content.isheadline|'0']], '0') AS headline, [[named=content.tags|NULL]] AS tags, [[named=content.description|NULL]] AS description,
       [[named=content.create_time|NULL]] AS created, nullif([[named=content.ico|'']], '') AS thumbnail[[*e=content_ext]][[*named=content]]
FROM named LEFT JOIN content_ext e ON e.contentid = named.id
ORDER BY named.id
