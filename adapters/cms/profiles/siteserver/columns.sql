-- The node with the site's own id is the home page. Where a node names no path, addresses follow the default rule.
WITH site AS (
  SELECT CASE WHEN lower(IsHeadquarters) IN ('true', '1') THEN '' ELSE '/' || PublishmentSystemDir END AS folder
  FROM siteserver_PublishmentSystem WHERE PublishmentSystemId = :site
)
SELECT n.NodeId AS id, CASE WHEN n.ParentId = CAST(:site AS INTEGER) THEN '' ELSE n.ParentId END AS parent, n.NodeName AS name,
       n.Taxis AS position,
       CASE WHEN coalesce(n.LinkUrl, '') <> '' THEN 'external' WHEN coalesce(n.Content, '') <> '' THEN 'page' ELSE 'list' END AS kind,
       CASE WHEN coalesce(n.LinkUrl, '') <> '' THEN n.LinkUrl
            WHEN coalesce(n.FilePath, '') <> '' THEN site.folder || '/' || ltrim(n.FilePath, '/')
            ELSE site.folder || '/channels/' || n.NodeId || '.html' END AS url,
       site.folder || '/channels/' || n.NodeId || '.html' AS urls, n.NodeIndexName AS slug, replace(n.Content, '@/', site.folder || '/') AS body
FROM siteserver_Node n, site
WHERE n.PublishmentSystemId = CAST(:site AS INTEGER) AND n.ParentId <> 0
ORDER BY n.Taxis, n.NodeId
