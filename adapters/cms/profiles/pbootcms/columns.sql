-- Bases of addresses: 1 /index.php/…, 2 /…, 3 /?…
WITH setting(base, mark, suffix) AS (
  SELECT CASE (SELECT value FROM config WHERE name = 'url_rule_type') WHEN '1' THEN '/index.php/' WHEN '2' THEN '/' ELSE '/?' END,
         coalesce(nullif((SELECT value FROM config WHERE name = 'url_break_char'), ''), '_'),
         coalesce(nullif((SELECT value FROM config WHERE name = 'url_rule_suffix'), ''), '.html')
), named AS (
  SELECT s.*, m.type AS model_type, coalesce(nullif(m.urlname, ''), 'list') || mark || s.scode AS coded, base
  FROM content_sort s LEFT JOIN model m ON m.mcode = s.mcode, setting
)
SELECT scode AS id, pcode AS parent, name, sorting AS position, status = '0' AS hidden,
       CASE WHEN outlink <> '' THEN 'external' WHEN model_type = '1' THEN 'page' ELSE 'list' END AS kind,
       CASE WHEN outlink <> '' THEN outlink ELSE base || coalesce(nullif(filename, ''), coded) || '/' END AS url,
       CASE WHEN outlink = '' AND filename <> '' THEN base || coded || '/' END AS urls,
       -- By version pages are asked for behind a '?' or carry their number in the address.
       CASE WHEN outlink = '' AND coalesce(model_type, '2') <> '1' THEN base || coalesce(nullif(filename, ''), coded) || '/' ||
            CASE WHEN base = '/?' THEN '&' ELSE '?' END || 'page={page}' || char(10) || base || coalesce(nullif(filename, ''), coded) || '_{page}/' END AS list_pages, 10 AS list_size,
       filename AS slug,
       (SELECT c.content FROM content c WHERE c.scode = named.scode AND c.acode = :site AND c.status = '1'
        ORDER BY c.sorting, c.id DESC LIMIT 1) AS body
FROM named
WHERE acode = :site
ORDER BY sorting, id
