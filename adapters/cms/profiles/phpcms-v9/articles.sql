-- A row pushed to another column is a link (islink) to the original's address.
SELECT :modelid || '-' || n.id AS id, n.catid AS "column", n.title,
       CASE WHEN n.islink = 1 OR n.url = '' THEN '/index.php?m=content&c=index&a=show&catid=' || n.catid || '&id=' || n.id
            ELSE n.url END AS url,
       '/index.php?m=content&c=index&a=show&catid=' || n.catid || '&id=' || n.id AS urls,
       CASE WHEN n.url LIKE '%.html' THEN substr(n.url, 1, length(n.url) - 5) || '_{page}.html'
            ELSE n.url || '&page={page}' END AS page_url,
       CASE WHEN n.status = 99 THEN 'published' WHEN n.status = 0 THEN 'returned' ELSE 'waiting for approval' END AS state,
       CASE WHEN n.islink = 1 THEN n.url END AS link,
       n.inputtime AS published, n.updatetime AS updated, n.keywords,
       nullif(segment([[:side.copyfrom|'']], '|', 1), '0') AS source,
       coalesce([[:table.author|NULL]], [[:side.author|NULL]]) AS author,
       [[:side.content|'']] AS body,
       (SELECT group_concat('/uploadfile/' || f.filepath || char(9) || f.filename, char(10))
        FROM attachment_index x JOIN attachment f ON f.aid = x.aid
        WHERE x.keyid = 'c-' || n.catid || '-' || n.id AND f.isimage = 0) AS attachments,
       [[?hits: SELECT views FROM hits WHERE hitsid = 'c-' || :modelid || '-' || n.id]] AS hits,
       CASE WHEN n.posids > 0 THEN '1' END AS recommended, nullif(n.thumb, '') AS thumbnail, n.description,
       [[?keyword_data: SELECT group_concat(keyword) FROM (SELECT k.keyword FROM keyword_data d JOIN keyword k ON k.id = d.tagid
         WHERE d.contentid = n.id || '-' || :modelid ORDER BY k.id)]] AS tags,
       (SELECT group_concat(value) FROM (SELECT x.title AS value FROM [[table]] x
        WHERE instr('|' || [[:side.relation|'']] || '|', '|' || x.id || '|') > 0 AND x.status = 99 ORDER BY x.id)) AS related,
       [[?special_content: SELECT group_concat(title) FROM (SELECT s.title FROM special_content x JOIN special s ON s.id = x.specialid
         WHERE x.curl = n.catid || '|' || n.id ORDER BY s.id)]] AS topics[[*n=:table]][[*:side]]
FROM [[table]] n LEFT JOIN [[side]] ON [[side]].id = n.id
WHERE n.catid IN (SELECT catid FROM category WHERE siteid = :site)
ORDER BY n.id
