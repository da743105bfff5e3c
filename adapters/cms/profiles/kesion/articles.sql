SELECT a.ID AS id, a.Tid AS "column", a.Title AS title, nullif([[a=Article.Subtitle|'']], '') AS subtitle,
       CASE WHEN coalesce(a.Fname, '') <> '' AND c.Folder IS NOT NULL THEN '/' || trim(c.Folder, '/') || '/' || a.Fname
            ELSE '/Item/Show.asp?m=' || coalesce(c.ChannelID, 1) || '&d=' || a.ID END AS url,
       '/Item/Show.asp?m=' || coalesce(c.ChannelID, 1) || '&d=' || a.ID AS urls,
       CASE WHEN a.Fname LIKE '%.htm%' THEN '/' || trim(c.Folder, '/') || '/' || replace(a.Fname, '.htm', '_{page}.htm') END AS page_url,
       CASE WHEN lower([[a=Article.DelTF|0]]) IN ('1', '-1', 'true') THEN 'in the recycle bin' WHEN [[a=Article.Verific|1]] = 1 THEN 'published'
            WHEN [[a=Article.Verific|1]] = 2 THEN 'draft' WHEN [[a=Article.Verific|1]] = 3 THEN 'returned' ELSE 'waiting for approval' END AS state,
       CASE WHEN lower([[a=Article.Changes|0]]) IN ('1', '-1', 'true') THEN coalesce(nullif([[a=Article.ChangesUrl|'']], ''), nullif([[a=Article.ArticleContent|'']], '')) END AS link,
       a.AddDate AS published, [[a=Article.ModifyDate|NULL]] AS updated, nullif([[a=Article.Origin|'']], '') AS source,
       nullif([[a=Article.Author|'']], '') AS author, replace([[a=Article.KeyWords|'']], '|', ',') AS keywords, [[a=Article.ArticleContent|'']] AS body,
       [[a=Article.Hits|NULL]] AS hits, CASE WHEN lower([[a=Article.IsTop|0]]) IN ('1', '-1', 'true') THEN '1' END AS top,
       CASE WHEN lower([[a=Article.Recommend|0]]) IN ('1', '-1', 'true') THEN '1' END AS recommended, [[a=Article.Intro|NULL]] AS description,
       nullif([[a=Article.PhotoUrl|'']], '') AS thumbnail[[*a=Article]]
FROM Article a LEFT JOIN Class c ON c.ID = a.Tid
ORDER BY a.ID
