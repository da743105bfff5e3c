-- A column's own rule of static addresses: ${channelPath} stays as it is, the product never replaces it.
-- jc_content_channel holds all columns of an article, the main one included.
SELECT c.content_id AS id, c.channel_id AS "column",
       (SELECT group_concat(channel_id) FROM (SELECT x.channel_id FROM content_channel x WHERE x.content_id = c.content_id ORDER BY 1)) AS columns,
       e.title, nullif(e.short_title, '') AS subtitle,
       '/' || ch.channel_path || '/' || c.content_id || s.dynamic_suffix AS url,
       '/' || ch.channel_path || '/' || strftime('%Y%m%d', e.release_date) || '/' || c.content_id || s.static_suffix || char(10) ||
       coalesce(s.static_dir, '') || '/' || ch.channel_path || '/' || strftime('%Y%m%d', e.release_date) || '/' || c.content_id || s.static_suffix || coalesce([[?channel_ext: SELECT char(10) || fill(replace(nullif([[x=channel_ext.content_rule|'']], ''), '${', '{'),
         'modelId', [[c=content.model_id|NULL]], 'channelId', c.channel_id, 'channelPath', '${channelPath}', 'year', strftime('%Y', e.release_date),
         'month', CAST(strftime('%m', e.release_date) AS INTEGER), 'MM', strftime('%m', e.release_date), 'day', CAST(strftime('%d', e.release_date) AS INTEGER),
         'DD', strftime('%d', e.release_date), 'contentId', c.content_id) FROM channel_ext x WHERE x.channel_id = c.channel_id]], '') AS urls,
       '/' || ch.channel_path || '/' || c.content_id || '_{page}' || s.dynamic_suffix || char(10) ||
         '/' || ch.channel_path || '/' || strftime('%Y%m%d', e.release_date) || '/' || c.content_id || '_{page}' || s.static_suffix AS page_url,
       CASE c.status WHEN 2 THEN 'published' WHEN 5 THEN 'published' WHEN 0 THEN 'draft' WHEN 3 THEN 'in the recycle bin' ELSE 'not approved' END AS state,
       nullif(e.link, '') AS link, nullif([[e=content_ext.origin_url|'']], '') AS source_url, e.release_date AS published, nullif(e.origin, '') AS source, nullif(e.author, '') AS author,
       coalesce(t.txt, '') || coalesce([[t=content_txt.txt1|NULL]], '') || coalesce([[t=content_txt.txt2|NULL]], '') || coalesce([[t=content_txt.txt3|NULL]], '') AS body,
       (SELECT group_concat(line, char(10)) FROM (SELECT a.attachment_path || char(9) || a.attachment_name AS line FROM content_attachment a
        WHERE a.content_id = c.content_id ORDER BY a.priority)) AS attachments,
       (SELECT group_concat(line, char(10)) FROM (SELECT p.img_path || char(9) || coalesce(p.description, '') AS line FROM content_picture p
        WHERE p.content_id = c.content_id ORDER BY p.priority)) AS images,
       nullif([[e=content_ext.description|'']], '') AS description, nullif([[e=content_ext.title_img|'']], '') AS thumbnail,
       [[?content_count: SELECT views FROM content_count v WHERE v.content_id = c.content_id]] AS hits,
       nullif([[c=content.top_level|0]], 0) AS top, CASE WHEN lower([[c=content.is_recommend|0]]) IN ('true', '1') THEN '1' END AS recommended,
       [[?contenttag: SELECT group_concat(tag_name) FROM (SELECT g.tag_name FROM contenttag x JOIN content_tag g ON g.tag_id = x.tag_id
         WHERE x.content_id = c.content_id ORDER BY x.priority, g.tag_id)]] AS tags,
       [[?content_topic: SELECT group_concat(topic_name) FROM (SELECT o.topic_name FROM content_topic x JOIN topic o ON o.topic_id = x.topic_id
         WHERE x.content_id = c.content_id ORDER BY o.topic_id)]] AS topics,
       [[?content_attr: SELECT group_concat(line, char(10)) FROM (SELECT x.attr_name || '=' || x.attr_value AS line FROM content_attr x
         WHERE x.content_id = c.content_id ORDER BY x.attr_name)]] AS fields[[*c=content]][[*e=content_ext]]
FROM content c JOIN content_ext e ON e.content_id = c.content_id LEFT JOIN content_txt t ON t.content_id = c.content_id
     LEFT JOIN channel ch ON ch.channel_id = c.channel_id JOIN site s ON s.site_id = c.site_id
WHERE c.site_id = CAST(:site AS INTEGER)
ORDER BY c.content_id
