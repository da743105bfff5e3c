SELECT a.id, a.catid AS "column", a.title,
       coalesce((SELECT '/' || m.path FROM menu m WHERE m.link LIKE '%view=article&id=' || a.id AND m.published = 1 ORDER BY m.id LIMIT 1),
                (SELECT '/' || m.path || '/' || a.id || '-' || a.alias FROM menu m WHERE m.link LIKE '%view=category%&id=' || a.catid AND m.published = 1 ORDER BY m.id LIMIT 1),
                '/index.php?option=com_content&view=article&id=' || a.id) AS url,
       '/index.php?option=com_content&view=article&id=' || a.id || char(10) ||
       '/index.php?option=com_content&view=article&id=' || a.id || '&catid=' || a.catid || char(10) ||
       '/index.php?option=com_content&view=article&id=' || a.id || ':' || a.alias ||
         coalesce((SELECT group_concat(char(10) || '/' || m.path || '/' || a.id || '-' || a.alias || char(10) || '/' || m.path || '/' || a.alias || char(10) ||
                                       '/index.php/' || m.path || '/' || a.id || '-' || a.alias, '')
                   FROM menu m WHERE m.link LIKE '%view=category%&id=' || a.catid AND m.published = 1), '') ||
         coalesce([[?redirect_links: SELECT group_concat(char(10) || r.old_url, '') FROM redirect_links r
           WHERE r.published = 1 AND (r.new_url LIKE '%view=article&id=' || a.id OR r.new_url LIKE '%/' || a.id || '-' || a.alias)]], '') AS urls,
       CASE WHEN a.state = -2 THEN 'in the recycle bin' WHEN a.state NOT IN (1, 2) THEN 'not published'
            WHEN (SELECT c.published FROM categories c WHERE c.id = a.catid) <= 0 THEN 'in a column that is not published'
            WHEN [[a=content.access|1]] NOT IN (0, 1, 5) THEN 'for members only' ELSE 'published' END AS state,
       NULL AS link, coalesce(iso(a.publish_up), iso(a.created)) AS published, a.modified AS updated,
       coalesce(nullif([[a=content.created_by_alias|'']], ''), [[?users: SELECT u.name FROM users u WHERE u.id = [[a=content.created_by|NULL]]]]) AS author,
       [[a=content.metakey|NULL]] AS keywords, a.introtext || coalesce(a."fulltext", '') AS body, [[a=content.hits|NULL]] AS hits, nullif([[a=content.featured|0]], 0) AS recommended, [[a=content.metadesc|NULL]] AS description,
       iso(a.created) AS created, nullif(setting([[a=content.images|'']], 'image_intro'), '') AS thumbnail,
       [[?tags: SELECT group_concat(title) FROM (SELECT t.title FROM contentitem_tag_map m JOIN tags t ON t.id = m.tag_id
         WHERE m.type_alias = 'com_content.article' AND m.content_item_id = a.id ORDER BY t.id)]] AS tags,
       [[?fields_values: SELECT group_concat(line, char(10)) FROM (SELECT f.name || '=' || v.value AS line FROM fields_values v
         JOIN fields f ON f.id = v.field_id WHERE v.item_id = a.id ORDER BY f.id)]] AS fields[[*a=content]]
FROM content a
ORDER BY a.id
