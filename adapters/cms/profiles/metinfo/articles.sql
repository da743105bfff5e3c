-- The file's name, where it is set, replaces show{module}{id}; pages of other languages than the first carry it behind an '_'.
SELECT :table || '-' || n.id AS id,
       CASE WHEN n.class3 > 0 THEN n.class3 WHEN n.class2 > 0 THEN n.class2 ELSE n.class1 END AS "column", n.title,
       nullif([[n=:table.ctitle|'']], '') AS title_of_page,
       '/' || coalesce(c.foldername, :table) || '/show' || :table || '.php?lang=' || n.lang || '&id=' || n.id AS url,
       '/' || coalesce(c.foldername, :table) || '/show' || :table || '.php?id=' || n.id || char(10) ||
       '/' || coalesce(c.foldername, :table) || '/' || coalesce(nullif([[n=:table.filename|'']], ''), 'show' || :table || n.id) || '.html' || char(10) ||
       '/' || coalesce(c.foldername, :table) || '/' || coalesce(nullif([[n=:table.filename|'']], ''), 'show' || :table || n.id) || '.htm' || char(10) ||
       '/' || coalesce(c.foldername, :table) || '/' || coalesce(nullif([[n=:table.filename|'']], ''), n.id) || '-' || n.lang || '.html' AS urls,
       CASE WHEN [[n=:table.recycle|0]] > 0 THEN 'in the recycle bin' WHEN [[n=:table.displaytype|1]] = 0 THEN 'hidden by the administrator'
            WHEN [[n=:table.access|0]] NOT IN (0, '0', '', 'all') THEN 'for members only' ELSE 'published' END AS state,
       nullif([[n=:table.links|'']], '') AS link, n.addtime AS published, n.updatetime AS updated,
       nullif([[n=:table.publisher|'']], '') AS source, nullif([[n=:table.issue|NULL]], '') AS author,
       coalesce([[n=:table.keywords|NULL]], [[n=:table.tag|NULL]]) AS keywords,
       replace(replace(coalesce(n.content, ''), '../../upload/', '/upload/'), '../upload/', '/upload/') AS body,
       replace(nullif([[n=:table.downloadurl|'']], ''), '../upload/', '/upload/') AS attachments,
       captures([[n=:table.displayimg|'']], '([^*|]*)\*(?:\.\./)*/?([^*|]+)(?:\*[^|]*)?', '/\2	\1') AS images,
       [[n=:table.hits|NULL]] AS hits, nullif([[n=:table.top_ok|0]], 0) AS top, nullif([[n=:table.com_ok|0]], 0) AS recommended,
       [[n=:table.tag|NULL]] AS tags, nullif([[n=:table.imgurl|'']], '') AS thumbnail, [[n=:table.description|NULL]] AS description[[*n=:table]]
FROM [[table]] n LEFT JOIN "column" c ON c.id = n.class1
ORDER BY n.id
