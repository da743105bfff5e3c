-- Public tags are the columns.
SELECT t.id, '' AS parent, t.name, 'list' AS kind, row_number() OVER (ORDER BY t.name, t.id) AS position, t.slug, '/tag/' || t.slug || '/' AS url,
       '/tag/' || t.slug || '/page/{page}/' AS list_pages, 10 AS list_size
FROM tags t
WHERE substr(t.name, 1, 1) <> '#' AND coalesce([[t=tags.visibility|'public']], 'public') = 'public'
ORDER BY t.name, t.id
