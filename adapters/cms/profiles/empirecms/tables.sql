-- One content table is several: the rows, and their side fields in the table that `stb` of the row names.
SELECT DISTINCT 'ecms_' || t.tbname AS "table", 'ecms_' || t.tbname || '_data_' || n.n AS side, n.n AS stb, '' AS archived
FROM (SELECT tbname FROM enewsclass WHERE tbname <> '' GROUP BY tbname) t,
     (SELECT 1 AS n UNION ALL SELECT 2 UNION ALL SELECT 3 UNION ALL SELECT 4 UNION ALL SELECT 5 UNION ALL SELECT 6 UNION ALL
      SELECT 7 UNION ALL SELECT 8 UNION ALL SELECT 9) n
WHERE EXISTS (SELECT 1 FROM temp.sqlite_master m WHERE lower(m.name) = lower('ecms_' || t.tbname || '_data_' || n.n))
   OR EXISTS (SELECT 1 FROM main.sqlite_master m WHERE lower(m.name) = lower(:prefix || 'ecms_' || t.tbname || '_data_' || n.n))
ORDER BY 1, n.n
