WITH setting_rule(article, page, category) AS (
  SELECT coalesce([[?config: SELECT setting(c.conf_Value, 'ZC_ARTICLE_REGEX') FROM config c WHERE c.conf_Name = 'system' AND setting(c.conf_Value, 'ZC_ARTICLE_REGEX') <> '' LIMIT 1]], '{%host%}?id={%id%}'),
         coalesce([[?config: SELECT setting(c.conf_Value, 'ZC_PAGE_REGEX') FROM config c WHERE c.conf_Name = 'system' AND setting(c.conf_Value, 'ZC_PAGE_REGEX') <> '' LIMIT 1]], '{%host%}?id={%id%}'),
         coalesce([[?config: SELECT setting(c.conf_Value, 'ZC_CATEGORY_REGEX') FROM config c WHERE c.conf_Name = 'system' AND setting(c.conf_Value, 'ZC_CATEGORY_REGEX') <> '' LIMIT 1]], '{%host%}?cate={%id%}')
)
SELECT cate_ID AS id, cate_ParentID AS parent, cate_Name AS name, 'list' AS kind, cate_Order AS position, cate_Alias AS slug,
       fill(rules.category, 'host', '/', 'id', cate_ID, 'alias', coalesce(nullif(cate_Alias, ''), cate_ID), 'page', '') AS url,
       '/?cate=' || cate_ID AS urls
FROM category, setting_rule rules
ORDER BY cate_Order, cate_ID
