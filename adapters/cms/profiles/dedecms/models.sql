SELECT id AS channel, substr(addtable, CASE WHEN addtable LIKE '#@\_\_%' ESCAPE '\' THEN 5
                                            WHEN :prefix <> '' AND lower(addtable) LIKE lower(:prefix) || '%' THEN length(:prefix) + 1
                                            ELSE 1 END) AS "table",
       -- A model of the site's own may keep its text under any name; its field list says which it edits as HTML.
       coalesce(segment(captures([[=channeltype.fieldset|'']], '<field:(\w+)[^>]*\stype="htmltext"', '\1'), char(10), 1), '') AS html_field
FROM channeltype
WHERE [[=channeltype.issystem|0]] <> -1 AND addtable <> ''
ORDER BY id
