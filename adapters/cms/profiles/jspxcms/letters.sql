SELECT f_guestbook_id AS id, NULL AS "column", f_title AS title, f_username AS sender, f_creation_date AS asked, f_text AS question,
       f_reply_text AS reply, f_reply_date AS replied, '/guestbook/' || f_guestbook_id AS url,
       CASE WHEN f_status IN (0, '0', 'A') THEN 'published' ELSE 'not approved' END AS state
FROM guestbook
WHERE f_site_id = CAST(:site AS INTEGER)
ORDER BY f_guestbook_id
