-- Translations are rows of their own; the original language is the article. Each field a site made has a table of its own
-- (node__field_x); not kept of them: bundle, revision_id.
SELECT n.nid AS id,
       coalesce([[?taxonomy_index: SELECT 't' || i.tid FROM taxonomy_index i JOIN taxonomy_term_field_data t ON t.tid = i.tid
         WHERE i.nid = n.nid AND t.vid NOT IN ('tags', 'forums') ORDER BY t.vid, t.weight, t.tid LIMIT 1]], 'k' || n.type) AS "column",
       [[?taxonomy_index: SELECT group_concat(key) FROM (SELECT DISTINCT 't' || i.tid AS key FROM taxonomy_index i JOIN taxonomy_term_field_data t ON t.tid = i.tid
         WHERE i.nid = n.nid AND t.vid NOT IN ('tags', 'forums') ORDER BY i.tid)]] AS columns,
       n.title, coalesce([[?path_alias: SELECT u.alias FROM path_alias u WHERE u.path = '/node/' || n.nid AND u.status = 1 ORDER BY u.id DESC LIMIT 1]], [[?url_alias: SELECT u.alias FROM url_alias u WHERE u.source = '/node/' || n.nid ORDER BY u.pid DESC LIMIT 1]], '/node/' || n.nid) AS url,
       '/node/' || n.nid || coalesce([[?path_alias: SELECT char(10) || group_concat(u.alias, char(10)) FROM path_alias u WHERE u.path = '/node/' || n.nid]], '') ||
         coalesce([[?redirect: SELECT char(10) || group_concat('/' || r.redirect_source__path, char(10)) FROM redirect r
           WHERE r.redirect_redirect__uri IN ('internal:/node/' || n.nid, 'entity:node/' || n.nid)]], '') AS urls,
       CASE WHEN n.status = 1 THEN 'published' ELSE 'not published' END AS state, NULL AS link, n.created AS published, n.changed AS updated,
       [[?users_field_data: SELECT w.name FROM users_field_data w WHERE w.uid = n.uid AND w.uid <> 0 LIMIT 1]] AS author,
       coalesce((SELECT b.body_value FROM node__body b WHERE b.entity_id = n.nid AND b.deleted = 0 AND b.langcode = n.langcode ORDER BY b.delta LIMIT 1),
         (SELECT b.body_value FROM node__body b WHERE b.entity_id = n.nid AND b.deleted = 0 ORDER BY b.langcode, b.delta LIMIT 1)) AS body,
       coalesce((SELECT nullif(b.body_summary, '') FROM node__body b WHERE b.entity_id = n.nid AND b.deleted = 0 AND b.langcode = n.langcode ORDER BY b.delta LIMIT 1),
         (SELECT nullif(b.body_summary, '') FROM node__body b WHERE b.entity_id = n.nid AND b.deleted = 0 ORDER BY b.langcode, b.delta LIMIT 1)) AS description,
       [[?file_usage: SELECT group_concat(line, char(10)) FROM (SELECT '/sites/default/files/' || substr(f.uri, 10) || char(9) || f.filename AS line
         FROM file_usage u JOIN file_managed f ON f.fid = u.fid WHERE u.type = 'node' AND u.id = n.nid AND f.uri LIKE 'public://%'
         AND f.filemime NOT LIKE 'image/%' GROUP BY f.fid ORDER BY f.fid)]] AS attachments,
       [[?file_usage: SELECT group_concat(line, char(10)) FROM (SELECT '/sites/default/files/' || substr(f.uri, 10) || char(9) || f.filename AS line
         FROM file_usage u JOIN file_managed f ON f.fid = u.fid WHERE u.type = 'node' AND u.id = n.nid AND f.uri LIKE 'public://%'
         AND f.filemime LIKE 'image/%' GROUP BY f.fid ORDER BY f.fid)]] AS images,
       [[?node_counter: SELECT w.totalcount FROM node_counter w WHERE w.nid = n.nid]] AS hits,
       nullif(n.sticky, 0) AS top, nullif(n.promote, 0) AS recommended,
       [[?taxonomy_index: SELECT group_concat(name) FROM (SELECT t.name FROM taxonomy_index i JOIN taxonomy_term_field_data t ON t.tid = i.tid
         WHERE i.nid = n.nid AND t.vid = 'tags' ORDER BY t.tid)]] AS tags[[*n=node_field_data]][[*v=node__: v.entity_id = n.nid AND v.deleted = 0 AND v.langcode = n.langcode ORDER BY v.delta]]
FROM node_field_data n
WHERE n.type <> 'page' AND [[n=node_field_data.default_langcode|1]] = 1
ORDER BY n.nid
