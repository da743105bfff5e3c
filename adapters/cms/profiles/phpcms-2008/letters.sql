SELECT gid AS id, NULL AS "column", title, username AS sender, addtime AS asked, content AS question, nullif(reply, '') AS reply,
       CASE WHEN coalesce(reply, '') <> '' THEN replytime END AS replied, replyer AS replier, '/guestbook/index.php?gid=' || gid AS url,
       CASE WHEN passed = 1 AND coalesce(hidden, 0) = 0 THEN 'published' WHEN coalesce(hidden, 0) <> 0 THEN 'not for the public' ELSE 'not approved' END AS state
FROM guestbook
ORDER BY gid
