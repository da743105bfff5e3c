-- Only file names that are ids can be made anew; the others are known by their dynamic address.
SELECT a.ArticleID AS id, CASE WHEN coalesce(a.ClassID, 0) > 0 THEN a.ClassID ELSE 'c' || a.ChannelID END AS "column", a.Title AS title,
       nullif([[a=Article.Subheading|'']], '') AS subtitle,
       CASE WHEN [[h=Channel.UseCreateHTML|0]] > 0 AND [[h=Channel.FileNameType|9]] = 0 AND c.ClassDir IS NOT NULL
            THEN '/' || h.ChannelDir || CASE h.StructureType WHEN 0 THEN coalesce(c.ParentDir, '/') || c.ClassDir || '/' || strftime('%Y%m', a.UpdateTime) || '/'
                               WHEN 1 THEN coalesce(c.ParentDir, '/') || c.ClassDir || '/' || strftime('%Y-%m-%d', a.UpdateTime) || '/'
                               WHEN 2 THEN coalesce(c.ParentDir, '/') || c.ClassDir || '/' WHEN 3 THEN '/' || c.ClassDir || '/' || strftime('%Y%m', a.UpdateTime) || '/'
                               WHEN 4 THEN '/' || c.ClassDir || '/' || strftime('%Y-%m-%d', a.UpdateTime) || '/' WHEN 5 THEN '/' || c.ClassDir || '/' ELSE '/' END || a.ArticleID ||
                 CASE [[h=Channel.FileExt_Item|0]] WHEN 1 THEN '.htm' WHEN 2 THEN '.shtml' WHEN 3 THEN '.shtm' WHEN 4 THEN '.asp' ELSE '.html' END
            ELSE '/' || h.ChannelDir || '/ShowArticle.asp?ArticleID=' || a.ArticleID END AS url,
       '/' || h.ChannelDir || '/ShowArticle.asp?ArticleID=' || a.ArticleID AS urls,
       '/' || h.ChannelDir || '/ShowArticle.asp?ArticleID=' || a.ArticleID || '&Page={page}' AS page_url,
       CASE WHEN lower(coalesce([[a=Article.Deleted|0]], 0)) IN ('1', '-1', 'true') THEN 'in the recycle bin' WHEN a.Status = 3 THEN 'published'
            WHEN a.Status < 0 THEN 'draft' ELSE 'waiting for approval' END AS state,
       CASE WHEN coalesce([[a=Article.LinkUrl|'']], '') NOT IN ('', 'http://') THEN [[a=Article.LinkUrl|'']] END AS link,
       a.UpdateTime AS published, iso([[a=Article.CreateTime|NULL]]) AS created, nullif([[a=Article.CopyFrom|'']], '') AS source,
       nullif(a.Author, '') AS author, replace(trim([[a=Article.Keyword|'']], '|'), '|', ',') AS keywords,
       replace(replace(replace([[a=Article.Content|'']], '[InstallDir_ChannelDir]', '/' || h.ChannelDir || '/'), '{$UploadDir}',
               coalesce(nullif([[h=Channel.UploadDir|'']], ''), 'UploadFiles')), '{$InstallDir}', '/') AS body,
       captures([[a=Article.UploadFiles|'']], '([^|]+\.(?:docx?|xlsx?|pptx?|wps|et|pdf|ceb|txt|zip|rar|7z))(?=\||$)',
                '/' || h.ChannelDir || '/' || coalesce(nullif([[h=Channel.UploadDir|'']], ''), 'UploadFiles') || '/\1') AS attachments,
       [[a=Article.Hits|NULL]] AS hits, CASE WHEN lower([[a=Article.OnTop|0]]) IN ('1', '-1', 'true') THEN '1' END AS top,
       CASE WHEN lower([[a=Article.Elite|0]]) IN ('1', '-1', 'true') THEN '1' END AS recommended, [[a=Article.Intro|NULL]] AS description[[*a=Article]]
FROM Article a JOIN Channel h ON h.ChannelID = a.ChannelID LEFT JOIN Class c ON c.ClassID = a.ClassID
ORDER BY a.ArticleID
