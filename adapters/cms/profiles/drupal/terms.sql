-- Columns are the terms of every vocabulary but that of tags.
SELECT 't' || t.tid AS id, coalesce([[?taxonomy_term__parent: SELECT 't' || h.parent_target_id FROM taxonomy_term__parent h WHERE h.entity_id = t.tid AND h.parent_target_id <> 0 ORDER BY h.parent_target_id LIMIT 1]], [[?taxonomy_term_hierarchy: SELECT 't' || h.parent FROM taxonomy_term_hierarchy h WHERE h.tid = t.tid AND h.parent <> 0 ORDER BY h.parent LIMIT 1]]) AS parent, t.name, 'list' AS kind, t.weight AS position,
       coalesce([[?path_alias: SELECT u.alias FROM path_alias u WHERE u.path = '/taxonomy/term/' || t.tid AND u.status = 1 ORDER BY u.id DESC LIMIT 1]], [[?url_alias: SELECT u.alias FROM url_alias u WHERE u.source = '/taxonomy/term/' || t.tid ORDER BY u.pid DESC LIMIT 1]], '/taxonomy/term/' || t.tid) AS url, '/taxonomy/term/' || t.tid AS urls,
       coalesce([[?path_alias: SELECT u.alias || '?page={page-1}' || char(10) FROM path_alias u WHERE u.path = '/taxonomy/term/' || t.tid AND u.status = 1 ORDER BY u.id DESC LIMIT 1]], '') ||
         '/taxonomy/term/' || t.tid || '?page={page-1}' AS list_pages, 10 AS list_size
FROM taxonomy_term_field_data t
WHERE t.vid NOT IN ('tags', 'forums') AND [[t=taxonomy_term_field_data.default_langcode|1]] = 1
ORDER BY t.vid, t.weight, t.tid
