SELECT log_ID AS id, log_CateID AS "column", log_Title AS title, '/?id=' || log_ID AS url,
       CASE WHEN log_Alias <> '' THEN '/' || log_Alias || '.html' END AS urls,
       CASE log_Status WHEN 0 THEN 'published' WHEN 1 THEN 'draft' ELSE 'waiting for approval' END AS state, NULL AS link,
       log_PostTime AS published, [[=post.log_UpdateTime|NULL]] AS updated,
       replace(log_Content, '{#ZC_BLOG_HOST#}', '/') AS body
FROM post
WHERE log_Type = 0
ORDER BY log_ID
