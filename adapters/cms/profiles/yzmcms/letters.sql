-- The answer is a row of its own that names the row it answers.
SELECT g.id, NULL AS "column", g.title, [[g=guestbook.name|NULL]] AS sender, g.booktime AS asked, g.bookmsg AS question,
       (SELECT r.bookmsg FROM guestbook r WHERE r.replyid = g.id ORDER BY r.id LIMIT 1) AS reply,
       (SELECT r.booktime FROM guestbook r WHERE r.replyid = g.id ORDER BY r.id LIMIT 1) AS replied,
       '/guestbook/index/init.html?id=' || g.id AS url,
       CASE WHEN g.ischeck = 1 THEN 'published' ELSE 'not approved' END AS state
FROM guestbook g
WHERE coalesce(g.replyid, 0) = 0
ORDER BY g.id
