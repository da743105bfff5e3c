SELECT 'p' || id AS id, '' AS parent, title AS name, CASE WHEN coalesce([[=single_page.link_to|'']], '') <> '' THEN 'external' ELSE 'page' END AS kind,
       100000 + id AS position, slug, CASE WHEN coalesce([[=single_page.link_to|'']], '') <> '' THEN [[=single_page.link_to|'']] ELSE '/' || coalesce(nullif(slug, ''), id) END AS url,
       '/' || coalesce(nullif(slug, ''), id) || '.html' AS urls, CASE WHEN [[=single_page.edit_mode|'html']] = 'markdown' THEN markdown(content) ELSE content END AS body, modified AS updated
FROM single_page
WHERE status = 'normal' AND coalesce([[=single_page.site_id|0]], 0) = CAST(:site AS INTEGER)
ORDER BY id
