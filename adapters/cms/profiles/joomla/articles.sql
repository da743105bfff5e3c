SELECT a.id, a.catid AS "column", a.title,
       coalesce((SELECT '/' || m.path FROM menu m WHERE m.link LIKE '%view=article&id=' || a.id AND m.published = 1 ORDER BY m.id LIMIT 1),
                '/index.php?option=com_content&view=article&id=' || a.id) AS url,
       '/index.php?option=com_content&view=article&id=' || a.id || char(10) ||
       '/index.php?option=com_content&view=article&id=' || a.id || '&catid=' || a.catid || char(10) ||
       '/index.php?option=com_content&view=article&id=' || a.id || ':' || a.alias AS urls,
       CASE a.state WHEN 1 THEN 'published' WHEN 2 THEN 'published' WHEN -2 THEN 'in the recycle bin' ELSE 'not published' END AS state,
       NULL AS link, coalesce(iso(a.publish_up), iso(a.created)) AS published, a.modified AS updated,
       nullif(a.created_by_alias, '') AS author, a.metakey AS keywords, a.introtext || coalesce(a."fulltext", '') AS body
FROM content a
ORDER BY a.id
