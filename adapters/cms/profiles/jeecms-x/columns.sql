SELECT c.channel_id AS id, c.parent_id AS parent, c.channel_name AS name, [[c=channel.sort_num|c.channel_id]] AS position,
       coalesce(c.is_display, 1) IN (0, '0', 'false') AS hidden,
       CASE WHEN coalesce([[c=channel.u_link|'']], '') <> '' THEN 'external'
            WHEN coalesce([[?channel_txt: SELECT x.attr_txt FROM channel_txt x WHERE x.channel_id = c.channel_id AND x.attr_txt <> '' LIMIT 1]], [[?channel_ext: SELECT x.txt FROM channel_ext x WHERE x.channel_id = c.channel_id]], '') <> '' THEN 'page' ELSE 'list' END AS kind,
       CASE WHEN coalesce([[c=channel.u_link|'']], '') <> '' THEN [[c=channel.u_link|'']] ELSE '/' || c.channel_path || '/index.jhtml' END AS url,
       '/' || c.channel_path || '/' || char(10) || '/' || c.channel_path || '/index.html' AS urls, c.channel_path AS slug,
       CASE WHEN coalesce([[c=channel.u_link|'']], '') = '' THEN '/' || c.channel_path || '/index_{page}.jhtml' || char(10) || '/' || c.channel_path || '/index_{page}.html' END AS list_pages,
       10 AS list_size,
       [[?channel_txt: SELECT x.attr_txt FROM channel_txt x WHERE x.channel_id = c.channel_id AND x.attr_txt <> '' LIMIT 1]] AS body,
       CASE WHEN coalesce([[c=channel.is_recycle|0]], 0) NOT IN (0, '0', 'false') OR coalesce([[c=channel.deleted_flag|0]], 0) NOT IN (0, '0', 'false') THEN 'deleted' ELSE 'published' END AS state
FROM channel c
WHERE c.site_id = CAST(:site AS INTEGER)
ORDER BY 4, c.channel_id
