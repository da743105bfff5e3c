-- Every model keeps its articles in a table of its own.
SELECT substr(m.name, length(:prefix) + 1) AS "table" FROM main.sqlite_master m
WHERE m.type = 'table' AND lower(substr(m.name, 1, length(:prefix))) = lower(:prefix)
  AND (SELECT count(*) FROM pragma_table_info(m.name) p WHERE lower(p.name) IN ('id', 'catid', 'title', 'content', 'inputtime', 'url', 'status')) = 7
ORDER BY 1
