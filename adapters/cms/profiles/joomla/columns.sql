SELECT id, CASE WHEN parent_id > 1 THEN parent_id END AS parent, title AS name, 'list' AS kind, lft AS position,
       published <> 1 AS hidden, alias AS slug,
       coalesce((SELECT '/' || m.path FROM menu m WHERE m.link LIKE '%view=category%&id=' || categories.id AND m.published = 1 ORDER BY m.id LIMIT 1),
                '/index.php?option=com_content&view=category&id=' || id) AS url,
       '/index.php?option=com_content&view=category&id=' || id AS urls,
       CASE WHEN published = -2 THEN 'deleted' ELSE 'published' END AS state
FROM categories
WHERE extension = 'com_content' AND id > 1
ORDER BY lft
