WITH setting_rule(article, page, category) AS (
  SELECT coalesce([[?config: SELECT setting(c.conf_Value, 'ZC_ARTICLE_REGEX') FROM config c WHERE c.conf_Name = 'system' AND setting(c.conf_Value, 'ZC_ARTICLE_REGEX') <> '' LIMIT 1]], '{%host%}?id={%id%}'),
         coalesce([[?config: SELECT setting(c.conf_Value, 'ZC_PAGE_REGEX') FROM config c WHERE c.conf_Name = 'system' AND setting(c.conf_Value, 'ZC_PAGE_REGEX') <> '' LIMIT 1]], '{%host%}?id={%id%}'),
         coalesce([[?config: SELECT setting(c.conf_Value, 'ZC_CATEGORY_REGEX') FROM config c WHERE c.conf_Name = 'system' AND setting(c.conf_Value, 'ZC_CATEGORY_REGEX') <> '' LIMIT 1]], '{%host%}?cate={%id%}')
)
SELECT 'p' || log_ID AS id, '' AS parent, log_Title AS name, 'page' AS kind, 100000 + log_ID AS position, log_Alias AS slug,
       fill(rules.page, 'host', '/', 'id', log_ID, 'alias', coalesce(nullif(log_Alias, ''), log_ID)) AS url, '/?id=' || log_ID AS urls,
       replace(log_Content, '{#ZC_BLOG_HOST#}', '/') AS body, [[=post.log_UpdateTime|NULL]] AS updated
FROM post, setting_rule rules
WHERE log_Type = 1 AND log_Status = 0
ORDER BY log_ID
