SELECT c.ID AS id, CASE WHEN c.TN = '0' THEN '' ELSE c.TN END AS parent, c.FolderName AS name, [[c=Class.FolderOrder|0]] AS position,
       CASE c.ClassType WHEN 2 THEN 'external' WHEN 3 THEN 'page' ELSE 'list' END AS kind,
       CASE WHEN c.ClassType = 2 THEN c.Folder ELSE '/' || trim(c.Folder, '/') || '/' END AS url,
       CASE WHEN c.ClassType <> 2 THEN '/Item/list.asp?id=' || c.ID || coalesce(char(10) || '/Item/list.asp?id=' || [[c=Class.ClassID|NULL]], '') ||
            coalesce(char(10) || '/' || trim(c.Folder, '/') || '/' || nullif([[c=Class.FolderFsoIndex|'']], ''), '') END AS urls,
       c.Folder AS slug, [[c=Class.ClassBasicInfo|NULL]] AS body,
       CASE WHEN lower([[c=Class.DelTF|0]]) IN ('1', '-1', 'true') THEN 'deleted' ELSE 'published' END AS state
FROM Class c
ORDER BY 4, c.ID
