SELECT w.wz_id AS id, w.lm_id AS "column", w.wz_title AS title, w.wz_source AS source, w.wz_time AS published,
       '/show.asp?id=' || w.wz_id AS url,
       '/m/show.asp?id=' || w.wz_id AS urls,
       '/show.asp?id=' || w.wz_id || '&page={page}' AS page_url,
       CASE w.wz_shenhe WHEN 1 THEN 'published' ELSE 'waiting for approval' END AS state,
       nullif([[w=wenzhang.wz_link|NULL]], '') AS link,
       unhtml(w.wz_content) AS body,
       captures(w.wz_fujian, '([^|;]+)\|([^|;]+)', '/upfile/\1	\2') AS attachments
FROM wenzhang w
ORDER BY w.wz_id
