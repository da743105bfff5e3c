SELECT 'p' || log_ID AS id, '' AS parent, log_Title AS name, 'page' AS kind, 100000 + log_ID AS position, log_Alias AS slug,
       '/?id=' || log_ID AS url, replace(log_Content, '{#ZC_BLOG_HOST#}', '/') AS body, [[=post.log_UpdateTime|NULL]] AS updated
FROM post
WHERE log_Type = 1 AND log_Status = 0
ORDER BY log_ID
