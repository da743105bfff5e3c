-- One content table is several: the rows, and their side fields in the table that `stb` of the row names. Rows that name
-- none that is there are read with the first.
WITH content AS (
  SELECT DISTINCT 'ecms_' || tbname AS name FROM enewsclass WHERE tbname <> ''
), side AS (
  SELECT content.name, substr(m.name, length(:prefix) + 1) AS side, CAST(substr(m.name, length(:prefix || content.name || '_data_') + 1) AS INTEGER) AS stb
  FROM content JOIN main.sqlite_master m ON m.type = 'table' AND lower(substr(m.name, 1, length(:prefix || content.name || '_data_'))) = lower(:prefix || content.name || '_data_')
  WHERE substr(m.name, length(:prefix || content.name || '_data_') + 1) GLOB '[0-9]*'
)
SELECT content.name AS "table", coalesce(side.side, content.name) AS side, coalesce(side.stb, '') AS stb, '' AS archived,
       CASE WHEN side.stb IS NULL OR side.stb = (SELECT min(s.stb) FROM side s WHERE s.name = content.name) THEN '1' ELSE '0' END AS first,
       coalesce((SELECT ',' || group_concat(s.stb) || ',' FROM side s WHERE s.name = content.name), ',') AS known
FROM content LEFT JOIN side ON side.name = content.name
ORDER BY 1, side.stb
