SELECT a.id,
       (SELECT m.category_id FROM article_category_mapping m JOIN article_category c ON c.id = m.category_id AND c.type = 'category'
        WHERE m.article_id = a.id ORDER BY m.category_id LIMIT 1) AS "column",
       (SELECT group_concat(category_id) FROM (SELECT m.category_id FROM article_category_mapping m JOIN article_category c ON c.id = m.category_id
        AND c.type = 'category' WHERE m.article_id = a.id ORDER BY 1)) AS columns,
       a.title, '/article/' || coalesce(nullif(a.slug, ''), a.id) AS url,
       '/article/' || coalesce(nullif(a.slug, ''), a.id) || '.html' || char(10) || '/article/' || a.id || char(10) || '/article/' || a.id || '.html' AS urls,
       '/article/' || coalesce(nullif(a.slug, ''), a.id) || '-{page}' || char(10) || '/article/' || coalesce(nullif(a.slug, ''), a.id) || '-{page}.html' AS page_url,
       CASE a.status WHEN 'normal' THEN 'published' WHEN 'draft' THEN 'draft' WHEN 'trash' THEN 'in the recycle bin' ELSE 'not approved' END AS state,
       nullif([[a=article.link_to|'']], '') AS link, a.created AS published, a.modified AS updated, nullif(a.author, '') AS author,
       coalesce([[a=article.meta_keywords|NULL]], '') AS keywords,
       CASE WHEN [[a=article.edit_mode|'html']] = 'markdown' THEN markdown(a.content) ELSE a.content END AS body,
       [[a=article.view_count|NULL]] AS hits, nullif([[a=article.with_top|0]], 0) AS top, nullif([[a=article.with_recommend|0]], 0) AS recommended,
       [[a=article.summary|NULL]] AS description, nullif([[a=article.thumbnail|'']], '') AS thumbnail,
       (SELECT group_concat(title) FROM (SELECT c.title FROM article_category_mapping m JOIN article_category c ON c.id = m.category_id AND c.type = 'tag'
        WHERE m.article_id = a.id ORDER BY c.id)) AS tags,
       (SELECT group_concat(title) FROM (SELECT c.title FROM article_category_mapping m JOIN article_category c ON c.id = m.category_id AND c.type = 'subject'
        WHERE m.article_id = a.id ORDER BY c.id)) AS topics[[*a=article]]
FROM article a
WHERE coalesce([[a=article.site_id|0]], 0) = CAST(:site AS INTEGER)
ORDER BY a.id
