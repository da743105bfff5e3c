SELECT 'p' || p.id AS id, '' AS parent, p.title AS name, 'page' AS kind, 100000 AS position, p.slug, '/' || p.slug || '/' AS url,
       replace(coalesce([[p=posts.html|NULL]], ''), '__GHOST_URL__', '') AS body, CASE WHEN instr(p.updated_at, '-') > 0 THEN strftime('%s', p.updated_at) ELSE p.updated_at END AS updated
FROM posts p
WHERE (coalesce([[p=posts.type|NULL]], 'post') = 'page' OR coalesce([[p=posts.page|0]], 0) IN (1, '1', 'true')) AND p.status = 'published'
ORDER BY p.slug
