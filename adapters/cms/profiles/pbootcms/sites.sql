SELECT acode AS id, name, [[area.domain|'']] AS host FROM area ORDER BY acode
