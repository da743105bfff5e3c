SELECT modelid, 'c_' || tablename AS "table" FROM model
WHERE tablename <> '' AND modelid IN (SELECT modelid FROM category)
ORDER BY modelid
