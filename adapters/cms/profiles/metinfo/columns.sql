-- module: 1 page, 2 news, 3 product, 4 download, 5 picture.
SELECT id, bigclass AS parent, name, no_order AS position, [[=column.isshow|1]] = 0 AS hidden,
       CASE WHEN coalesce(out_url, '') <> '' THEN 'external' WHEN module = 1 THEN 'page' ELSE 'list' END AS kind,
       CASE WHEN coalesce(out_url, '') <> '' THEN out_url WHEN module = 1 THEN '/' || foldername || '/show.php?lang=' || lang || '&id=' || id
            ELSE '/' || foldername || '/' || CASE module WHEN 2 THEN 'news' WHEN 3 THEN 'product' WHEN 4 THEN 'download' ELSE 'img' END ||
                 '.php?lang=' || lang || '&class' || classtype || '=' || id END AS url,
       CASE WHEN coalesce(out_url, '') = '' AND classtype = 1 THEN '/' || foldername || '/' END AS urls,
       CASE WHEN coalesce(out_url, '') = '' AND module IN (2, 3, 4, 5) THEN '/' || foldername || '/' || CASE module WHEN 2 THEN 'news' WHEN 3 THEN 'product'
            WHEN 4 THEN 'download' ELSE 'img' END || '.php?lang=' || lang || '&class' || classtype || '=' || id || '&page={page}' END AS list_pages, 8 AS list_size,
       foldername AS slug, content AS body
FROM "column"
WHERE module IN (0, 1, 2, 3, 4, 5)
ORDER BY no_order, id
