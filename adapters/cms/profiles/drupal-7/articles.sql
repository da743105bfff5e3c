-- Each field a site made has a table of its own (field_data_field_x); not kept of them: bundle, revision_id.
SELECT n.nid AS id,
       coalesce((SELECT 't' || i.tid FROM taxonomy_index i JOIN taxonomy_term_data t ON t.tid = i.tid JOIN taxonomy_vocabulary v ON v.vid = t.vid
                 WHERE i.nid = n.nid AND v.machine_name NOT IN ('tags', 'forums') ORDER BY t.vid, t.weight, t.tid LIMIT 1), 'k' || n.type) AS "column",
       (SELECT group_concat(key) FROM (SELECT 't' || i.tid AS key FROM taxonomy_index i JOIN taxonomy_term_data t ON t.tid = i.tid
        JOIN taxonomy_vocabulary v ON v.vid = t.vid WHERE i.nid = n.nid AND v.machine_name NOT IN ('tags', 'forums') GROUP BY i.tid ORDER BY t.vid, t.weight, t.tid)) AS columns,
       n.title,
       coalesce([[?url_alias: SELECT '/' || u.alias FROM url_alias u WHERE u.source = 'node/' || n.nid ORDER BY u.pid DESC LIMIT 1]], '/node/' || n.nid) AS url,
       '/node/' || n.nid || char(10) || '/?q=node/' || n.nid ||
         coalesce([[?url_alias: SELECT char(10) || group_concat('/' || u.alias, char(10)) FROM url_alias u WHERE u.source = 'node/' || n.nid]], '') AS urls,
       CASE WHEN n.status = 1 THEN 'published' ELSE 'not published' END AS state, NULL AS link, n.created AS published, n.changed AS updated,
       [[?users: SELECT w.name FROM users w WHERE w.uid = n.uid AND w.uid <> 0]] AS author,
       coalesce((SELECT b.body_value FROM field_data_body b WHERE b.entity_type = 'node' AND b.entity_id = n.nid AND b.deleted = 0 AND b.language = n.language ORDER BY b.delta LIMIT 1),
         (SELECT b.body_value FROM field_data_body b WHERE b.entity_type = 'node' AND b.entity_id = n.nid AND b.deleted = 0 ORDER BY b.language, b.delta LIMIT 1)) AS body,
       coalesce((SELECT nullif(b.body_summary, '') FROM field_data_body b WHERE b.entity_type = 'node' AND b.entity_id = n.nid AND b.deleted = 0 AND b.language = n.language ORDER BY b.delta LIMIT 1),
         (SELECT nullif(b.body_summary, '') FROM field_data_body b WHERE b.entity_type = 'node' AND b.entity_id = n.nid AND b.deleted = 0 ORDER BY b.language, b.delta LIMIT 1)) AS description,
       [[?file_usage: SELECT group_concat(line, char(10)) FROM (SELECT '/sites/default/files/' || substr(f.uri, 10) || char(9) || f.filename AS line
         FROM file_usage u JOIN file_managed f ON f.fid = u.fid WHERE u.type = 'node' AND u.id = n.nid AND f.uri LIKE 'public://%'
         AND f.filemime NOT LIKE 'image/%' GROUP BY f.fid ORDER BY f.fid)]] AS attachments,
       [[?file_usage: SELECT group_concat(line, char(10)) FROM (SELECT '/sites/default/files/' || substr(f.uri, 10) || char(9) || f.filename AS line
         FROM file_usage u JOIN file_managed f ON f.fid = u.fid WHERE u.type = 'node' AND u.id = n.nid AND f.uri LIKE 'public://%'
         AND f.filemime LIKE 'image/%' GROUP BY f.fid ORDER BY f.fid)]] AS images,
       [[?node_counter: SELECT w.totalcount FROM node_counter w WHERE w.nid = n.nid]] AS hits,
       nullif(n.sticky, 0) AS top, nullif(n.promote, 0) AS recommended,
       (SELECT group_concat(name) FROM (SELECT t.name FROM taxonomy_index i JOIN taxonomy_term_data t ON t.tid = i.tid JOIN taxonomy_vocabulary v ON v.vid = t.vid
        WHERE i.nid = n.nid AND v.machine_name = 'tags' ORDER BY t.tid)) AS tags[[*n=node]][[*v=field_data_: v.entity_type = 'node' AND v.entity_id = n.nid AND v.deleted = 0 ORDER BY v.language, v.delta]]
FROM node n
WHERE n.type <> 'page'
ORDER BY n.nid
