SELECT DISTINCT 'ecms_' || tbname || '_check' AS "table"
FROM enewsclass
WHERE tbname <> '' AND EXISTS (SELECT 1 FROM main.sqlite_master m WHERE lower(m.name) = lower(:prefix || 'ecms_' || tbname || '_check'))
ORDER BY 1
