SELECT id AS channel, substr(addtable, CASE WHEN addtable LIKE '#@\_\_%' ESCAPE '\' THEN 5
                                            WHEN :prefix <> '' AND lower(addtable) LIKE lower(:prefix) || '%' THEN length(:prefix) + 1
                                            ELSE 1 END) AS "table"
FROM channeltype
WHERE [[=channeltype.issystem|0]] = -1 AND addtable <> ''
ORDER BY id
