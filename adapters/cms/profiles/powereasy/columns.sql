SELECT c.ClassID AS id, CASE WHEN coalesce(c.ParentID, 0) = 0 THEN 'c' || c.ChannelID ELSE c.ParentID END AS parent, c.ClassName AS name,
       [[c=Class.OrderID|c.ClassID]] AS position, CASE WHEN coalesce([[c=Class.LinkUrl|'']], '') <> '' THEN 'external' ELSE 'list' END AS kind,
       CASE WHEN coalesce([[c=Class.LinkUrl|'']], '') <> '' THEN [[c=Class.LinkUrl|'']]
            ELSE '/' || h.ChannelDir || coalesce(c.ParentDir, '/') || c.ClassDir || '/' END AS url,
       CASE WHEN coalesce([[c=Class.LinkUrl|'']], '') = '' THEN '/' || h.ChannelDir || '/ShowClass.asp?ClassID=' || c.ClassID || char(10) ||
            '/' || h.ChannelDir || '/List/List_' || c.ClassID || '.html' END AS urls,
       CASE WHEN coalesce([[c=Class.LinkUrl|'']], '') = '' THEN '/' || h.ChannelDir || '/List/List_' || c.ClassID || '_{page}.html' || char(10) ||
            '/' || h.ChannelDir || '/ShowClass.asp?ClassID=' || c.ClassID || '&page={page}' END AS list_pages, 10 AS list_size, c.ClassDir AS slug
FROM Class c JOIN Channel h ON h.ChannelID = c.ChannelID AND h.ModuleType = 1
ORDER BY 4, c.ClassID
