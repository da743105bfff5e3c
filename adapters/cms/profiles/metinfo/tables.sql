SELECT 'news' AS "table" UNION ALL SELECT 'product' UNION ALL SELECT 'download' UNION ALL SELECT 'img'
