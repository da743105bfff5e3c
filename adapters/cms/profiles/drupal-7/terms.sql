-- Columns are the terms of every vocabulary but that of tags.
SELECT 't' || t.tid AS id,
       (SELECT 't' || h.parent FROM taxonomy_term_hierarchy h WHERE h.tid = t.tid AND h.parent <> 0 ORDER BY h.parent LIMIT 1) AS parent,
       t.name, 'list' AS kind, t.weight AS position,
       coalesce([[?url_alias: SELECT '/' || u.alias FROM url_alias u WHERE u.source = 'taxonomy/term/' || t.tid ORDER BY u.pid DESC LIMIT 1]], '/taxonomy/term/' || t.tid) AS url,
       '/taxonomy/term/' || t.tid || char(10) || '/?q=taxonomy/term/' || t.tid AS urls,
       coalesce([[?url_alias: SELECT '/' || u.alias || '?page={page-1}' || char(10) FROM url_alias u WHERE u.source = 'taxonomy/term/' || t.tid ORDER BY u.pid DESC LIMIT 1]], '') ||
         '/taxonomy/term/' || t.tid || '?page={page-1}' AS list_pages, 10 AS list_size
FROM taxonomy_term_data t JOIN taxonomy_vocabulary v ON v.vid = t.vid
WHERE v.machine_name NOT IN ('tags', 'forums')
ORDER BY t.vid, t.weight, t.tid
