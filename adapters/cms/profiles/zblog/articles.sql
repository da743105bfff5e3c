WITH setting_rule(article, page, category) AS (
  SELECT coalesce([[?config: SELECT setting(c.conf_Value, 'ZC_ARTICLE_REGEX') FROM config c WHERE c.conf_Name = 'system' AND setting(c.conf_Value, 'ZC_ARTICLE_REGEX') <> '' LIMIT 1]], '{%host%}?id={%id%}'),
         coalesce([[?config: SELECT setting(c.conf_Value, 'ZC_PAGE_REGEX') FROM config c WHERE c.conf_Name = 'system' AND setting(c.conf_Value, 'ZC_PAGE_REGEX') <> '' LIMIT 1]], '{%host%}?id={%id%}'),
         coalesce([[?config: SELECT setting(c.conf_Value, 'ZC_CATEGORY_REGEX') FROM config c WHERE c.conf_Name = 'system' AND setting(c.conf_Value, 'ZC_CATEGORY_REGEX') <> '' LIMIT 1]], '{%host%}?cate={%id%}')
)
SELECT p.log_ID AS id, p.log_CateID AS "column", p.log_Title AS title,
       fill(article, 'host', '/', 'id', p.log_ID, 'alias', coalesce(nullif(p.log_Alias, ''), p.log_ID), 'year', strftime('%Y', p.log_PostTime, 'unixepoch', '8 hours'),
            'month', strftime('%m', p.log_PostTime, 'unixepoch', '8 hours'), 'day', strftime('%d', p.log_PostTime, 'unixepoch', '8 hours'),
            'category', coalesce((SELECT coalesce(nullif(c.cate_Alias, ''), c.cate_ID) FROM category c WHERE c.cate_ID = p.log_CateID), '0')) AS url,
       '/?id=' || p.log_ID || char(10) || '/post/' || p.log_ID || '.html' ||
         CASE WHEN p.log_Alias <> '' THEN char(10) || '/' || p.log_Alias || '.html' ELSE '' END AS urls,
       CASE p.log_Status WHEN 0 THEN 'published' WHEN 1 THEN 'draft' ELSE 'waiting for approval' END AS state, NULL AS link,
       p.log_PostTime AS published, [[p=post.log_UpdateTime|NULL]] AS updated,
       replace(p.log_Content, '{#ZC_BLOG_HOST#}', '/') AS body,
       [[?tag: SELECT group_concat(tag_Name) FROM (SELECT t.tag_Name FROM json_each(numbers(p.log_Tag)) mark JOIN tag t ON t.tag_ID = mark.value ORDER BY t.tag_ID)]] AS tags,
       [[?member: SELECT coalesce(nullif([[m=member.mem_Alias|'']], ''), m.mem_Name) FROM member m WHERE m.mem_ID = p.log_AuthorID]] AS author,
       [[p=post.log_ViewNums|NULL]] AS hits, nullif([[p=post.log_IsTop|0]], 0) AS top, replace([[p=post.log_Intro|'']], '{#ZC_BLOG_HOST#}', '/') AS description[[*p=post]]
FROM post p, setting_rule
WHERE p.log_Type = 0
ORDER BY p.log_ID
