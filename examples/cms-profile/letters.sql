SELECT id, 9 AS "column", biaoti AS title, '/letter.asp?id=' || id AS url, 'published' AS state,
       xingming AS sender, shijian AS asked, wenti AS question, huifu AS reply, hfshijian AS replied
FROM xinxiang
WHERE gongkai = 1
ORDER BY id
