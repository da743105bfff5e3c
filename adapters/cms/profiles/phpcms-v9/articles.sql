-- A row pushed to another column is a link (islink) to the original's address.
SELECT :modelid || '-' || n.id AS id, n.catid AS "column", n.title,
       CASE WHEN n.islink = 1 OR n.url = '' THEN '/index.php?m=content&c=index&a=show&catid=' || n.catid || '&id=' || n.id
            ELSE n.url END AS url,
       '/index.php?m=content&c=index&a=show&catid=' || n.catid || '&id=' || n.id ||
         coalesce(char(10) || [[?wap_type: SELECT '/index.php?m=wap&siteid=' || :site || '&a=show&catid=' || n.catid || '&typeid=' || w.typeid || '&id=' || n.id
           FROM wap_type w WHERE w.cat = n.catid LIMIT 1]], '') AS urls,
       CASE WHEN n.url LIKE '%-' || n.id || '-1.html' THEN substr(n.url, 1, length(n.url) - 6) || '{page}.html'
            WHEN instr(n.url, '?') > 0 THEN n.url || '&page={page}' ELSE before_ending(n.url, '_{page}') END || char(10) ||
         '/index.php?m=content&c=index&a=show&catid=' || n.catid || '&id=' || n.id || '&page={page}' AS page_url,
       CASE WHEN n.status = 99 THEN 'published' WHEN n.status = 0 THEN 'returned' ELSE 'waiting for approval' END AS state,
       CASE WHEN n.islink = 1 THEN n.url END AS link,
       n.inputtime AS published, [[n=:table.updatetime|NULL]] AS updated, [[n=:table.keywords|NULL]] AS keywords,
       nullif(segment([[:side.copyfrom|'']], '|', 1), '0') AS source,
       coalesce([[:table.author|NULL]], [[:side.author|NULL]]) AS author,
       [[:side.content|'']] AS body,
       coalesce((SELECT group_concat('/uploadfile/' || f.filepath || char(9) || f.filename, char(10))
        FROM attachment_index x JOIN attachment f ON f.aid = x.aid
        WHERE x.keyid = 'c-' || n.catid || '-' || n.id AND f.isimage = 0), '') ||
         coalesce(char(10) || CASE WHEN coalesce([[:side.downfiles|'']], '') <> '' THEN (SELECT group_concat(line, char(10)) FROM (
           SELECT setting([[:side.downfiles|'']], k.value || '.fileurl') || char(9) || coalesce(setting([[:side.downfiles|'']], k.value || '.filename'), '') AS line
           FROM json_each('[0,1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17,18,19]') k)) END, '') AS attachments,
       CASE WHEN coalesce([[:side.pictureurls|'']], '') <> '' THEN (SELECT group_concat(line, char(10)) FROM (
         SELECT setting([[:side.pictureurls|'']], k.value || '.url') || char(9) || coalesce(setting([[:side.pictureurls|'']], k.value || '.alt'), '') AS line
         FROM json_each('[0,1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17,18,19,20,21,22,23,24,25,26,27,28,29,30,31,32,33,34,35,36,37,38,39]') k)) END AS images,
       nullif([[n=:table.typeid|0]], 0) AS typeid, [[?hits: SELECT views FROM hits WHERE hitsid = 'c-' || :modelid || '-' || n.id]] AS hits,
       CASE WHEN [[n=:table.posids|0]] > 0 THEN '1' END AS recommended, nullif([[n=:table.thumb|'']], '') AS thumbnail, [[n=:table.description|NULL]] AS description,
       [[?keyword_data: SELECT group_concat(keyword) FROM (SELECT k.keyword FROM keyword_data d JOIN keyword k ON k.id = d.tagid
         WHERE d.contentid = n.id || '-' || :modelid ORDER BY k.id)]] AS tags,
       (SELECT group_concat(value) FROM (SELECT x.title AS value FROM json_each(numbers([[:side.relation|'']])) related_id
        JOIN [[table]] x ON x.id = related_id.value WHERE x.status = 99 ORDER BY x.id)) AS related,
       [[?special_content: SELECT group_concat(title) FROM (SELECT s.title FROM special_content x JOIN special s ON s.id = x.specialid
         WHERE x.curl = n.catid || '|' || n.id ORDER BY s.id)]] AS topics[[*n=:table]][[*:side]]
FROM [[table]] n LEFT JOIN [[side]] ON [[side]].id = n.id
WHERE n.catid IN (SELECT catid FROM category WHERE siteid = :site)
ORDER BY n.id
