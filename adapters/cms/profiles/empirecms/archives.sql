-- Archived rows are gone from lists and still public.
SELECT DISTINCT 'ecms_' || tbname || '_doc' AS "table", 'ecms_' || tbname || '_doc_data' AS side, '' AS stb, 'archived ' AS archived, '1' AS first, ',' AS known
FROM enewsclass
WHERE tbname <> '' AND EXISTS (SELECT 1 FROM main.sqlite_master m WHERE lower(m.name) = lower(:prefix || 'ecms_' || tbname || '_doc_data'))
ORDER BY 1
