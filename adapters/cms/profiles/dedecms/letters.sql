-- The module has no column for replies: the administrator writes below the question.
SELECT id, title, NULL AS "column", uname AS sender, dtime AS asked, msg AS question, NULL AS reply, tid AS type,
       coalesce([[?sysconfig: SELECT value FROM sysconfig WHERE varname = 'cfg_cmspath']], '') || '/plus/guestbook.php?gotopagerank=' || id AS url,
       CASE WHEN ischeck = 1 THEN 'published' ELSE 'waiting for approval' END AS state
FROM guestbook
ORDER BY id
