SELECT m.GeneralId AS id, m.NodeId AS "column", m.Title AS title, '/Item/' || m.GeneralId || '.aspx' AS url,
       CASE WHEN m.Status = 99 THEN 'published' WHEN m.Status < 0 THEN 'in the recycle bin' ELSE 'not approved' END AS state,
       nullif([[d=:table.LinkUrl|'']], '') AS link, coalesce([[m=CommonModel.CreateTime|NULL]], [[m=CommonModel.UpdateTime|NULL]]) AS published,
       [[m=CommonModel.UpdateTime|NULL]] AS updated, nullif([[d=:table.CopyFrom|'']], '') AS source, nullif([[d=:table.Author|'']], '') AS author,
       [[d=:table.Content|'']] AS body, [[m=CommonModel.Hits|NULL]] AS hits, [[d=:table.Intro|NULL]] AS description[[*m=CommonModel]][[*d=:table]]
FROM CommonModel m JOIN [[table]] d ON d.ID = m.ItemId
WHERE m.TableName = :full_name
ORDER BY m.GeneralId
