WITH setting_rule(article, page, category) AS (
  SELECT coalesce([[?config: SELECT setting(c.conf_Value, 'ZC_ARTICLE_REGEX') FROM config c WHERE c.conf_Name = 'system' AND setting(c.conf_Value, 'ZC_ARTICLE_REGEX') <> '' LIMIT 1]], '{%host%}?id={%id%}'),
         coalesce([[?config: SELECT setting(c.conf_Value, 'ZC_PAGE_REGEX') FROM config c WHERE c.conf_Name = 'system' AND setting(c.conf_Value, 'ZC_PAGE_REGEX') <> '' LIMIT 1]], '{%host%}?id={%id%}'),
         coalesce([[?config: SELECT setting(c.conf_Value, 'ZC_CATEGORY_REGEX') FROM config c WHERE c.conf_Name = 'system' AND setting(c.conf_Value, 'ZC_CATEGORY_REGEX') <> '' LIMIT 1]], '{%host%}?cate={%id%}')
)
-- The first page's address lacks the number, and what stands before it behind the last other mark.
, parted AS (
  SELECT category, coalesce(nullif(captures(category, '^(.*\})[^{}%]*\{%page%\}(.*)$', '\1\2'), ''), category) AS first FROM setting_rule
)
SELECT cate_ID AS id, cate_ParentID AS parent, cate_Name AS name, 'list' AS kind, cate_Order AS position, cate_Alias AS slug,
       fill(parted.first, 'host', '/', 'id', cate_ID, 'alias', coalesce(nullif(cate_Alias, ''), cate_ID)) AS url,
       '/?cate=' || cate_ID AS urls,
       CASE WHEN instr(parted.category, '{%page%}') > 0 THEN
         fill(parted.category, 'host', '/', 'id', cate_ID, 'alias', coalesce(nullif(cate_Alias, ''), cate_ID), 'page', '{page}') || char(10) ELSE '' END ||
         '/?cate=' || cate_ID || '&page={page}' AS list_pages, 10 AS list_size
FROM category, parted
ORDER BY cate_Order, cate_ID
