SELECT c.classid AS id, c.bclassid AS parent, c.classname AS name, c.myorder AS position,
       [[c=enewsclass.showclass|0]] AS hidden,
       CASE WHEN [[c=enewsclass.wburl|'']] <> '' THEN 'external'
            WHEN coalesce([[?enewsclassadd: SELECT a.classtext FROM enewsclassadd a WHERE a.classid = c.classid]], '') <> '' THEN 'page' ELSE 'list' END AS kind,
       CASE WHEN [[c=enewsclass.wburl|'']] <> '' THEN [[c=enewsclass.wburl|'']] WHEN c.classurl <> '' THEN c.classurl
            WHEN c.listdt = 1 OR c.classpath = '' THEN '/e/action/ListInfo/?classid=' || c.classid ELSE '/' || trim(c.classpath, '/') || '/' END AS url,
       CASE WHEN [[c=enewsclass.wburl|'']] = '' THEN '/e/action/ListInfo/?classid=' || c.classid || char(10) || '/e/action/ListInfo.php?classid=' || c.classid ||
            CASE WHEN c.classpath <> '' THEN char(10) || '/' || trim(c.classpath, '/') || '/' || char(10) || '/' || trim(c.classpath, '/') || '/index.html' ELSE '' END END AS urls,
       c.classpath AS slug,
       CASE WHEN [[c=enewsclass.wburl|'']] = '' THEN
         CASE WHEN c.listdt = 1 OR c.classpath = '' THEN '' WHEN c.classurl <> '' THEN rtrim(c.classurl, '/') || '/index_{page}.html' || char(10)
              ELSE '/' || trim(c.classpath, '/') || '/index_{page}.html' || char(10) END ||
         '/e/action/ListInfo/?classid=' || c.classid || '&page={page-1}' END AS list_pages,
       [[c=enewsclass.lencord|10]] AS list_size,
       [[?enewsclassadd: SELECT a.classtext FROM enewsclassadd a WHERE a.classid = c.classid]] AS body
FROM enewsclass c
ORDER BY c.myorder, c.classid
