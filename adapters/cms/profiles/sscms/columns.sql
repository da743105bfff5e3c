WITH site AS (
  SELECT CASE WHEN lower(coalesce([[=siteserver_Site.Root|NULL]], [[=siteserver_Site.IsRoot|NULL]], 0)) IN ('true', '1') THEN '' ELSE '/' || SiteDir END AS folder
  FROM siteserver_Site WHERE Id = CAST(:site AS INTEGER)
)
SELECT n.Id AS id, CASE WHEN n.ParentId = CAST(:site AS INTEGER) THEN '' ELSE n.ParentId END AS parent, n.ChannelName AS name,
       n.Taxis AS position,
       CASE WHEN coalesce(n.LinkUrl, '') <> '' THEN 'external' WHEN coalesce(n.Content, '') <> '' THEN 'page' ELSE 'list' END AS kind,
       CASE WHEN coalesce(n.LinkUrl, '') <> '' THEN n.LinkUrl
            WHEN coalesce(n.FilePath, '') <> '' THEN site.folder || '/' || ltrim(n.FilePath, '/')
            ELSE site.folder || '/channels/' || n.Id || '.html' END AS url,
       site.folder || '/channels/' || n.Id || '.html' AS urls, n.IndexName AS slug, replace(n.Content, '@/', site.folder || '/') AS body
FROM siteserver_Channel n, site
WHERE n.SiteId = CAST(:site AS INTEGER) AND n.ParentId <> 0
ORDER BY n.Taxis, n.Id
