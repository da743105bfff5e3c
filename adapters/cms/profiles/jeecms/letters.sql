SELECT g.guestbook_id AS id, NULL AS "column", e.title, g.create_time AS asked, e.content AS question, e.reply,
       [[g=guestbook.replay_time|NULL]] AS replied, '/guestbook.jspx?id=' || g.guestbook_id AS url,
       CASE WHEN g.is_checked IN (1, '1', 'true') THEN 'published' ELSE 'not approved' END AS state
FROM guestbook g JOIN guestbook_ext e ON e.guestbook_id = g.guestbook_id
WHERE g.site_id = CAST(:site AS INTEGER)
ORDER BY g.guestbook_id
