SELECT modelid, tablename AS "table", tablename || '_data' AS side
FROM model
WHERE siteid = :site AND type = 0 AND tablename <> ''
ORDER BY modelid
