-- Pages outside the columns; their paths are written from the administration's folder.
SELECT 'p' || p.id AS id, '' AS parent, p.title AS name, 'page' AS kind, 110000 + p.id AS position, 1 AS hidden,
       '/' || ltrim(replace(p.path, '../', ''), '/') AS url, p.pagetext AS body
FROM enewspage p
WHERE coalesce(p.path, '') <> ''
ORDER BY p.id
