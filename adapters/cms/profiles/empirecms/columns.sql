SELECT c.classid AS id, c.bclassid AS parent, c.classname AS name, c.myorder AS position,
       [[c=enewsclass.showclass|0]] AS hidden,
       CASE WHEN c.wburl <> '' THEN 'external'
            WHEN [[a=enewsclassadd.classtext|'']] <> '' THEN 'page' ELSE 'list' END AS kind,
       CASE WHEN c.wburl <> '' THEN c.wburl WHEN c.classurl <> '' THEN c.classurl
            WHEN c.listdt = 1 THEN '/e/action/ListInfo/?classid=' || c.classid ELSE '/' || trim(c.classpath, '/') || '/' END AS url,
       CASE WHEN c.wburl = '' THEN '/e/action/ListInfo/?classid=' || c.classid ||
            CASE WHEN c.classpath <> '' THEN char(10) || '/' || trim(c.classpath, '/') || '/index.html' ELSE '' END END AS urls,
       [[a=enewsclassadd.classtext|NULL]] AS body
FROM enewsclass c LEFT JOIN enewsclassadd a ON a.classid = c.classid
ORDER BY c.myorder, c.classid
