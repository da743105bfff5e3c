-- Rows made as references (create_type 6 and 7) are links to what they were made from.
SELECT c.id, c.channel_id AS "column",
       (SELECT group_concat(channel_id) FROM (SELECT x.channel_id FROM content_channel x WHERE x.content_id = c.id
        AND coalesce([[x=content_channel.is_recycle|0]], 0) IN (0, '0', 'false') ORDER BY [[x=content_channel.ref_id|1]], 1)) AS columns,
       c.title, nullif([[c=content.short_title|'']], '') AS subtitle,
       '/' || coalesce(ch.channel_path, '') || '/' || c.id || '.jhtml' AS url, '/' || coalesce(ch.channel_path, '') || '/' || c.id || '.html' AS urls,
       '/' || coalesce(ch.channel_path, '') || '/' || c.id || '_{page}.jhtml' || char(10) ||
         '/' || coalesce(ch.channel_path, '') || '/' || c.id || '_{page}.html' AS page_url,
       CASE WHEN coalesce(c.is_recycle, 0) NOT IN (0, '0', 'false') OR coalesce(c.deleted_flag, 0) NOT IN (0, '0', 'false') THEN 'in the recycle bin'
            WHEN c.status = 5 THEN 'published' WHEN c.status = 7 THEN 'withdrawn' WHEN c.status = 8 THEN 'archived' WHEN c.status IN (1, 2) THEN 'draft'
            ELSE 'not approved' END AS state,
       coalesce(nullif([[e=content_ext.out_link|'']], ''), CASE WHEN c.create_type IN (6, 7) THEN
         (SELECT '/' || coalesce(oc.channel_path, '') || '/' || o.id || '.jhtml' FROM content o LEFT JOIN channel oc ON oc.channel_id = o.channel_id
          WHERE o.id = [[c=content.copy_source_content_id|NULL]]) END) AS link,
       c.release_time AS published, [[c=content.update_time|NULL]] AS updated, iso([[c=content.create_time|NULL]]) AS created,
       [[?content_source: SELECT s.source_name FROM content_source s WHERE s.id = e.content_source_id]] AS source,
       nullif([[e=content_ext.author|'']], '') AS author, [[e=content_ext.keyword|NULL]] AS keywords,
       (SELECT group_concat(attr_txt, char(10)) FROM (SELECT x.attr_txt FROM content_txt x WHERE x.content_id = c.id ORDER BY x.attr_key)) AS body,
       CASE WHEN coalesce([[e=content_ext.issue_num|'']], '') <> '' THEN
         CASE WHEN [[e=content_ext.issue_num|'']] GLOB '*[^0-9]*' THEN [[e=content_ext.issue_num|'']]
              ELSE coalesce([[e=content_ext.issue_org|NULL]], '') || '〔' || coalesce([[e=content_ext.issue_year|NULL]], '') || '〕' || [[e=content_ext.issue_num|'']] || '号' END END AS document_number,
       [[?content_attr_res: SELECT group_concat(line, char(10)) FROM (SELECT d.resource_url || char(9) || coalesce(nullif(x.description, ''), d.resource_alias, '') AS line
         FROM content_attr a JOIN content_attr_res x ON x.content_attr_id = a.content_attr_id JOIN sys_resources_space_data d ON d.id = x.res_id
         WHERE a.content_id = c.id ORDER BY x.res_id)]] AS attachments,
       c.views AS hits, CASE WHEN coalesce([[c=content.is_top|0]], 0) NOT IN (0, '0', 'false') THEN '1' END AS top, [[e=content_ext.description|NULL]] AS description,
       [[?tr_content_tag: SELECT group_concat(tag_name) FROM (SELECT g.tag_name FROM tr_content_tag x JOIN content_tag g ON g.id = x.tag_id
         WHERE x.content_id = c.id ORDER BY x.tag_id)]] AS tags[[*c=content]][[*e=content_ext]]
FROM content c LEFT JOIN content_ext e ON e.content_id = c.id LEFT JOIN channel ch ON ch.channel_id = c.channel_id
WHERE c.site_id = CAST(:site AS INTEGER)
ORDER BY c.id
