SELECT [[guestbook.guestid|guestbook.rowid]] AS id, NULL AS "column", [[guestbook.title|'']] AS title,
       [[guestbook.name|'']] AS sender, [[guestbook.addtime|NULL]] AS asked,
       coalesce([[guestbook.introduce|NULL]], [[guestbook.content|NULL]]) AS question,
       [[guestbook.reply|NULL]] AS reply, [[guestbook.replytime|NULL]] AS replied,
       '/index.php?m=guestbook&id=' || [[guestbook.guestid|guestbook.rowid]] AS url,
       CASE WHEN [[guestbook.passed|1]] = 1 THEN 'published' ELSE 'waiting for approval' END AS state
FROM guestbook
ORDER BY 1
