-- Topics (专题) are pages of their own, outside the menus.
SELECT 'z' || z.ztid AS id, '' AS parent, z.ztname AS name, 'list' AS kind, 100000 + z.ztid AS position, 1 AS hidden,
       CASE WHEN coalesce([[z=enewszt.zturl|'']], '') <> '' THEN [[z=enewszt.zturl|'']] WHEN coalesce(z.ztpath, '') <> '' THEN '/' || trim(z.ztpath, '/') || '/'
            ELSE '/e/action/ListInfo.php?mid=0&ztid=' || z.ztid END AS url,
       CASE WHEN coalesce(z.ztpath, '') <> '' THEN '/' || trim(z.ztpath, '/') || '/' || char(10) || '/' || trim(z.ztpath, '/') || '/index' ||
            coalesce(nullif([[z=enewszt.zttype|'']], ''), '.html') END AS urls,
       [[z=enewszt.intro|NULL]] AS body
FROM enewszt z
ORDER BY z.ztid
