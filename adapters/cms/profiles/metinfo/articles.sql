SELECT :table || '-' || n.id AS id,
       CASE WHEN n.class3 > 0 THEN n.class3 WHEN n.class2 > 0 THEN n.class2 ELSE n.class1 END AS "column", n.title,
       '/' || coalesce(c.foldername, :table) || '/show' || :table || '.php?lang=' || n.lang || '&id=' || n.id AS url,
       '/' || coalesce(c.foldername, :table) || '/' || coalesce(nullif([[n=:table.filename|'']], ''), 'show' || :table || n.id) || '.html' AS urls,
       CASE WHEN [[n=:table.recycle|0]] > 0 THEN 'in the recycle bin' WHEN [[n=:table.displaytype|1]] = 0 THEN 'hidden by the administrator'
            ELSE 'published' END AS state,
       nullif([[n=:table.links|'']], '') AS link, n.addtime AS published, n.updatetime AS updated,
       nullif([[n=:table.issue|NULL]], '') AS author, [[n=:table.tag|NULL]] AS keywords,
       replace(coalesce(n.content, ''), '../upload/', '/upload/') AS body,
       nullif([[n=:table.downloadurl|'']], '') AS attachments
FROM [[table]] n LEFT JOIN "column" c ON c.id = n.class1
ORDER BY n.id
