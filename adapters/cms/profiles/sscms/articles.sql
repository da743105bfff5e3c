WITH site AS (
  SELECT CASE WHEN lower(coalesce([[=siteserver_Site.Root|NULL]], [[=siteserver_Site.IsRoot|NULL]], 0)) IN ('true', '1') THEN '' ELSE '/' || SiteDir END AS folder
  FROM siteserver_Site WHERE Id = CAST(:site AS INTEGER)
)
SELECT :table || '-' || c.Id AS id, abs(c.ChannelId) AS "column",
       (SELECT group_concat(ChannelId) FROM (SELECT r.ChannelId FROM [[table]] r WHERE r.ReferenceId = c.Id AND r.ChannelId > 0 ORDER BY r.Id)) AS columns,
       c.Title AS title, nullif([[c=:table.SubTitle|'']], '') AS subtitle,
       site.folder || '/contents/' || abs(c.ChannelId) || '/' || c.Id || '.html' AS url,
       (SELECT group_concat(address, char(10)) FROM (SELECT site.folder || '/contents/' || r.ChannelId || '/' || r.Id || '.html' AS address
        FROM [[table]] r WHERE r.ReferenceId = c.Id AND r.ChannelId > 0 ORDER BY r.Id)) AS urls,
       site.folder || '/contents/' || abs(c.ChannelId) || '/' || c.Id || '_{page}.html' AS page_url,
       CASE WHEN c.ChannelId < 0 THEN 'in the recycle bin' WHEN c.SourceId = -99 THEN 'preview draft'
            WHEN lower(coalesce([[c=:table.Checked|NULL]], [[c=:table.IsChecked|NULL]])) IN ('true', '1') THEN 'published' ELSE 'not approved' END AS state,
       nullif([[c=:table.LinkUrl|'']], '') AS link, c.AddDate AS published,
       coalesce([[c=:table.LastModifiedDate|NULL]], [[c=:table.LastEditDate|NULL]]) AS updated,
       [[c=:table.Source|NULL]] AS source, [[c=:table.Author|NULL]] AS author,
       coalesce([[c=:table.TagNames|NULL]], [[c=:table.Tags|NULL]]) AS keywords,
       replace(coalesce([[c=:table.Body|NULL]], [[c=:table.Content|NULL]], ''), '@/', site.folder || '/') AS body,
       CASE WHEN coalesce([[c=:table.FileUrl|'']], '') <> '' THEN replace([[c=:table.FileUrl|'']], '@/', site.folder || '/') END AS attachments
FROM [[table]] c, site
WHERE c.SiteId = CAST(:site AS INTEGER) AND coalesce(c.ReferenceId, 0) = 0
ORDER BY c.Id
