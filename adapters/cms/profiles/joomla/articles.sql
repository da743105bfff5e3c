SELECT a.id, a.catid AS "column", a.title,
       coalesce((SELECT '/' || m.path FROM menu m WHERE m.link LIKE '%view=article&id=' || a.id AND m.published = 1 ORDER BY m.id LIMIT 1),
                '/index.php?option=com_content&view=article&id=' || a.id) AS url,
       '/index.php?option=com_content&view=article&id=' || a.id || char(10) ||
       '/index.php?option=com_content&view=article&id=' || a.id || '&catid=' || a.catid || char(10) ||
       '/index.php?option=com_content&view=article&id=' || a.id || ':' || a.alias AS urls,
       CASE a.state WHEN 1 THEN 'published' WHEN 2 THEN 'published' WHEN -2 THEN 'in the recycle bin' ELSE 'not published' END AS state,
       NULL AS link, coalesce(iso(a.publish_up), iso(a.created)) AS published, a.modified AS updated,
       nullif(a.created_by_alias, '') AS author, a.metakey AS keywords, a.introtext || coalesce(a."fulltext", '') AS body, [[a=content.hits|NULL]] AS hits, nullif([[a=content.featured|0]], 0) AS recommended, [[a=content.metadesc|NULL]] AS description,
       iso(a.created) AS created, nullif(setting([[a=content.images|'']], 'image_intro'), '') AS thumbnail,
       [[?tags: SELECT group_concat(title) FROM (SELECT t.title FROM contentitem_tag_map m JOIN tags t ON t.id = m.tag_id
         WHERE m.type_alias = 'com_content.article' AND m.content_item_id = a.id ORDER BY t.id)]] AS tags,
       [[?fields_values: SELECT group_concat(line, char(10)) FROM (SELECT f.name || '=' || v.value AS line FROM fields_values v
         JOIN fields f ON f.id = v.field_id WHERE v.item_id = a.id ORDER BY f.id)]] AS fields[[*a=content]]
FROM content a
ORDER BY a.id
