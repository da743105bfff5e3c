SELECT i.f_info_id AS id, i.f_node_id AS "column",
       (SELECT group_concat(f_node_id) FROM (SELECT x.f_node_id FROM info_node x WHERE x.f_info_id = i.f_info_id ORDER BY x.f_node_index, x.f_node_id)) AS columns,
       coalesce(nullif(d.f_full_title, ''), d.f_title) AS title, nullif(d.f_subtitle, '') AS subtitle,
       coalesce(fill(coalesce(nullif(d.f_info_path, ''), nullif(nd.f_info_path, '')), 'info_id', i.f_info_id, 'node_id', i.f_node_id, 'node_number', n.f_number,
                     'year', strftime('%Y', i.f_publish_date), 'month', strftime('%m', i.f_publish_date), 'day', strftime('%d', i.f_publish_date)) ||
                coalesce(nd.f_info_extension, '.html'), '/info/' || i.f_info_id) AS url,
       '/info/' || i.f_info_id || char(10) || '/info/' || i.f_info_id || '.jspx' AS urls,
       coalesce(fill(coalesce(nullif(d.f_info_path, ''), nullif(nd.f_info_path, '')), 'info_id', i.f_info_id, 'node_id', i.f_node_id, 'node_number', n.f_number,
                     'year', strftime('%Y', i.f_publish_date), 'month', strftime('%m', i.f_publish_date), 'day', strftime('%d', i.f_publish_date)) || '_{page}' ||
                coalesce(nd.f_info_extension, '.html') || char(10), '') || '/info/' || i.f_info_id || '_{page}' AS page_url,
       CASE i.f_status WHEN 'A' THEN 'published' WHEN 'B' THEN 'draft' WHEN 'C' THEN 'contributed' WHEN 'D' THEN 'returned' WHEN 'E' THEN 'collected'
            WHEN 'F' THEN 'waiting for its time' WHEN 'G' THEN 'expired' WHEN 'X' THEN 'in the recycle bin' WHEN 'Z' THEN 'archived' ELSE 'waiting for approval' END AS state,
       nullif(d.f_link, '') AS link, i.f_publish_date AS published, nullif(d.f_source, '') AS source, nullif([[d=info_detail.f_source_url|'']], '') AS source_url,
       nullif(d.f_author, '') AS author,
       (SELECT c.f_value FROM info_clob c WHERE c.f_info_id = i.f_info_id AND c.f_key = 'text') AS body,
       nullif(coalesce((SELECT group_concat(line, char(10)) FROM (SELECT x.f_file || char(9) || coalesce(x.f_name, '') AS line FROM info_file x
         WHERE x.f_info_id = i.f_info_id ORDER BY x.f_index)), '') || coalesce(char(10) || nullif([[d=info_detail.f_file|'']], '') || char(9) || coalesce([[d=info_detail.f_file_name|'']], ''), '') ||
         coalesce(char(10) || nullif([[d=info_detail.f_doc|'']], '') || char(9) || coalesce([[d=info_detail.f_doc_name|'']], ''), '') || coalesce(char(10) || nullif([[d=info_detail.f_video|'']], '') || char(9) || coalesce([[d=info_detail.f_video_name|'']], ''), ''), '') AS attachments,
       (SELECT group_concat(line, char(10)) FROM (SELECT x.f_image || char(9) || coalesce(x.f_name, '') AS line FROM info_image x
         WHERE x.f_info_id = i.f_info_id ORDER BY x.f_index)) AS images,
       [[i=info.f_views|NULL]] AS hits, nullif([[i=info.f_priority|0]], 0) AS top, [[d=info_detail.f_meta_description|NULL]] AS description,
       nullif([[d=info_detail.f_small_image|'']], '') AS thumbnail,
       [[?info_tag: SELECT group_concat(f_name) FROM (SELECT t.f_name FROM info_tag x JOIN tag t ON t.f_tag_id = x.f_tag_id
         WHERE x.f_info_id = i.f_info_id ORDER BY x.f_tag_index)]] AS tags,
       [[?info_special: SELECT group_concat(f_title) FROM (SELECT s.f_title FROM info_special x JOIN special s ON s.f_special_id = x.f_special_id
         WHERE x.f_info_id = i.f_info_id ORDER BY s.f_special_id)]] AS topics,
       [[?info_custom: SELECT group_concat(f_key || '=' || f_value, char(10)) FROM (SELECT x.f_key, x.f_value FROM info_custom x
         WHERE x.f_info_id = i.f_info_id ORDER BY x.f_key)]] AS fields[[*i=info]][[*d=info_detail]]
FROM info i JOIN info_detail d ON d.f_info_id = i.f_info_id LEFT JOIN node n ON n.f_node_id = i.f_node_id LEFT JOIN node_detail nd ON nd.f_node_id = i.f_node_id
WHERE i.f_site_id = CAST(:site AS INTEGER)
ORDER BY i.f_info_id
