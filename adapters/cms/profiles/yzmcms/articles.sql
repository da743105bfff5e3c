SELECT CASE WHEN :table = 'article' THEN a.id ELSE :table || '-' || a.id END AS id, a.catid AS "column", a.title,
       CASE WHEN ',' || [[a=:table.flag|'']] || ',' LIKE '%,7,%' OR a.url = '' THEN '/index/index/show.html?catid=' || a.catid || '&id=' || a.id ELSE a.url END AS url,
       '/index.php?m=index&c=index&a=show&catid=' || a.catid || '&id=' || a.id AS urls,
       CASE WHEN a.url LIKE '%.html' THEN before_ending(a.url, '_{page}') || char(10) ELSE '' END ||
         '/index.php?m=index&c=index&a=show&catid=' || a.catid || '&id=' || a.id || '&page={page}' AS page_url,
       CASE WHEN a.status = 1 THEN 'published' ELSE 'not approved' END AS state,
       CASE WHEN ',' || [[a=:table.flag|'']] || ',' LIKE '%,7,%' THEN a.url END AS link,
       a.inputtime AS published, [[a=:table.updatetime|NULL]] AS updated, [[a=:table.keywords|NULL]] AS keywords,
       nullif([[a=:table.copyfrom|'']], '') AS source, nullif([[a=:table.nickname|'']], '') AS author, a.content AS body,
       [[a=:table.click|NULL]] AS hits, nullif([[a=:table.flag|'']], '') AS marks, nullif([[a=:table.thumb|'']], '') AS thumbnail,
       [[a=:table.description|NULL]] AS description,
       [[?tag_content: SELECT group_concat(tag) FROM (SELECT t.tag FROM tag_content x JOIN tag t ON t.id = x.tagid
         WHERE x.aid = a.id AND x.catid = a.catid ORDER BY t.id)]] AS tags[[*a=:table]]
FROM [[table]] a
WHERE coalesce((SELECT [[c=category.siteid|0]] FROM category c WHERE c.catid = a.catid), 0) = CAST(:site AS INTEGER)
ORDER BY a.id
