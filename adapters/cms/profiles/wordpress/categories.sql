WITH RECURSIVE tree(id, folder, depth) AS (
  SELECT x.term_id, t.slug || '/', 1 FROM term_taxonomy x JOIN terms t ON t.term_id = x.term_id
  WHERE x.taxonomy = 'category' AND (x.parent = 0 OR x.parent NOT IN (SELECT term_id FROM term_taxonomy WHERE taxonomy = 'category'))
  UNION ALL
  SELECT x.term_id, tree.folder || t.slug || '/', depth + 1
  FROM term_taxonomy x JOIN terms t ON t.term_id = x.term_id JOIN tree ON x.parent = tree.id
  WHERE x.taxonomy = 'category' AND depth < 64
)
SELECT x.term_taxonomy_id AS id,
       (SELECT p.term_taxonomy_id FROM term_taxonomy p WHERE p.term_id = x.parent AND p.taxonomy = 'category') AS parent,
       t.name, 'list' AS kind, x.term_taxonomy_id AS position, t.slug,
       '/' || coalesce(nullif((SELECT option_value FROM options WHERE option_name = 'category_base'), ''), 'category') ||
         '/' || tree.folder AS url,
       '/?cat=' || x.term_id AS urls,
       '/' || coalesce(nullif((SELECT option_value FROM options WHERE option_name = 'category_base'), ''), 'category') || '/' || tree.folder || 'page/{page}/' || char(10) ||
         '/?cat=' || x.term_id || '&paged={page}' AS list_pages,
       coalesce(CAST((SELECT option_value FROM options WHERE option_name = 'posts_per_page') AS INTEGER), 10) AS list_size
FROM term_taxonomy x JOIN terms t ON t.term_id = x.term_id LEFT JOIN tree ON tree.id = x.term_id
WHERE x.taxonomy = 'category'
ORDER BY x.term_taxonomy_id
