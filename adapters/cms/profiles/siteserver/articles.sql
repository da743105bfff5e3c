-- A negative node is the recycle bin; a reference (ReferenceID) shows its original, which stands in this column too.
WITH site AS (
  SELECT CASE WHEN lower(IsHeadquarters) IN ('true', '1') THEN '' ELSE '/' || PublishmentSystemDir END AS folder
  FROM siteserver_PublishmentSystem WHERE PublishmentSystemId = CAST(:site AS INTEGER)
)
SELECT :table || '-' || c.ID AS id, abs(c.NodeID) AS "column",
       (SELECT group_concat(NodeID) FROM (SELECT r.NodeID FROM [[table]] r WHERE r.ReferenceID = c.ID AND r.NodeID > 0
        AND lower(r.IsChecked) IN ('true', '1') ORDER BY r.ID)) AS columns,
       c.Title AS title, nullif([[c=:table.SubTitle|'']], '') AS subtitle,
       site.folder || '/contents/' || abs(c.NodeID) || '/' || c.ID || '.html' AS url,
       (SELECT group_concat(address, char(10)) FROM (SELECT site.folder || '/contents/' || r.NodeID || '/' || r.ID || '.html' AS address
        FROM [[table]] r WHERE r.ReferenceID = c.ID AND r.NodeID > 0 ORDER BY r.ID)) AS urls,
       site.folder || '/contents/' || abs(c.NodeID) || '/' || c.ID || '_{page}.html' AS page_url,
       CASE WHEN c.NodeID < 0 THEN 'in the recycle bin' WHEN c.SourceID = -99 THEN 'preview draft'
            WHEN lower(c.IsChecked) IN ('true', '1') THEN 'published' ELSE 'not approved' END AS state,
       nullif([[c=:table.LinkUrl|'']], '') AS link, c.AddDate AS published, c.LastEditDate AS updated,
       [[c=:table.Source|NULL]] AS source, [[c=:table.Author|NULL]] AS author, c.Tags AS keywords,
       replace(coalesce([[c=:table.Content|'']], ''), '@/', site.folder || '/') AS body,
       CASE WHEN coalesce([[c=:table.FileUrl|'']], '') <> '' THEN replace([[c=:table.FileUrl|'']], '@/', site.folder || '/') END AS attachments,
       [[c=:table.DocumentNo|NULL]] AS document_number, [[c=:table.Identifier|NULL]] AS index_number,
       [[c=:table.Publisher|NULL]] AS issuer, [[c=:table.EffectDate|NULL]] AS effective
FROM [[table]] c, site
WHERE c.PublishmentSystemID = CAST(:site AS INTEGER) AND coalesce(c.ReferenceID, 0) = 0
ORDER BY c.ID
