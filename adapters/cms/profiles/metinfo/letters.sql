-- A message's fields are rows of mlist; the answer stands in the message.
SELECT m.id, NULL AS "column", '' AS title, m.addtime AS asked,
       (SELECT group_concat(info, char(10)) FROM (SELECT l.info FROM mlist l WHERE l.listid = m.id AND l.module = 7 AND trim(l.info) <> '' ORDER BY l.paraid)) AS question,
       [[m=message.useinfo|NULL]] AS reply, '/message/index.php?id=' || m.id AS url,
       CASE WHEN [[m=message.checkok|0]] = 1 THEN 'published' ELSE 'not approved' END AS state
FROM message m
ORDER BY m.id
