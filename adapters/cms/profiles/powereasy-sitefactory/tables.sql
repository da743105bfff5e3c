SELECT DISTINCT replace(TableName, 'PE_', '') AS "table", TableName AS full_name FROM CommonModel WHERE coalesce(TableName, '') <> '' ORDER BY 1
