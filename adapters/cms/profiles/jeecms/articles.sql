-- jc_content_channel holds all columns of an article, the main one included.
SELECT c.content_id AS id, c.channel_id AS "column",
       (SELECT group_concat(channel_id) FROM (SELECT x.channel_id FROM content_channel x WHERE x.content_id = c.content_id ORDER BY 1)) AS columns,
       e.title, nullif(e.short_title, '') AS subtitle,
       '/' || ch.channel_path || '/' || c.content_id || s.dynamic_suffix AS url,
       '/' || ch.channel_path || '/' || strftime('%Y%m%d', e.release_date) || '/' || c.content_id || s.static_suffix || char(10) ||
       coalesce(s.static_dir, '') || '/' || ch.channel_path || '/' || strftime('%Y%m%d', e.release_date) || '/' || c.content_id || s.static_suffix AS urls,
       '/' || ch.channel_path || '/' || c.content_id || '_{page}' || s.dynamic_suffix AS page_url,
       CASE c.status WHEN 2 THEN 'published' WHEN 5 THEN 'published' WHEN 0 THEN 'draft' WHEN 3 THEN 'in the recycle bin' ELSE 'not approved' END AS state,
       nullif(e.link, '') AS link, e.release_date AS published, nullif(e.origin, '') AS source, nullif(e.author, '') AS author,
       t.txt AS body,
       (SELECT group_concat(line, char(10)) FROM (SELECT a.attachment_path || char(9) || a.attachment_name AS line FROM content_attachment a
        WHERE a.content_id = c.content_id ORDER BY a.priority)) AS attachments,
       (SELECT group_concat(line, char(10)) FROM (SELECT p.img_path || char(9) || coalesce(p.description, '') AS line FROM content_picture p
        WHERE p.content_id = c.content_id ORDER BY p.priority)) AS images
FROM content c JOIN content_ext e ON e.content_id = c.content_id LEFT JOIN content_txt t ON t.content_id = c.content_id
     LEFT JOIN channel ch ON ch.channel_id = c.channel_id JOIN site s ON s.site_id = c.site_id
WHERE c.site_id = CAST(:site AS INTEGER)
ORDER BY c.content_id
