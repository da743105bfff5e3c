-- The node with the site's own id is the home page. A rule that a node lacks is its parent's, at last the site's.
WITH RECURSIVE
site(folder, channel_rule, content_rule) AS (
  SELECT CASE WHEN lower(IsHeadquarters) IN ('true', '1') THEN '' ELSE '/' || PublishmentSystemDir END,
         coalesce(nullif(coalesce(setting([[=siteserver_PublishmentSystem.SettingsXml|'']], 'channelFilePathRule'), setting([[=siteserver_PublishmentSystem.SettingsXml|'']], 'ChannelFilePathRule')), ''), '/channels/{@channelId}.html'),
         coalesce(nullif(coalesce(setting([[=siteserver_PublishmentSystem.SettingsXml|'']], 'contentFilePathRule'), setting([[=siteserver_PublishmentSystem.SettingsXml|'']], 'ContentFilePathRule')), ''), '/contents/{@channelId}/{@contentId}.html')
  FROM siteserver_PublishmentSystem WHERE PublishmentSystemId = CAST(:site AS INTEGER)
), tree(id, channel_rule, content_rule, depth) AS (
  SELECT n.NodeId, coalesce(nullif([[n=siteserver_Node.ChannelFilePathRule|'']], ''), site.channel_rule),
         coalesce(nullif([[n=siteserver_Node.ContentFilePathRule|'']], ''), site.content_rule), 0
  FROM siteserver_Node n, site WHERE n.NodeId = CAST(:site AS INTEGER)
  UNION ALL
  SELECT n.NodeId, coalesce(nullif([[n=siteserver_Node.ChannelFilePathRule|'']], ''), tree.channel_rule),
         coalesce(nullif([[n=siteserver_Node.ContentFilePathRule|'']], ''), tree.content_rule), depth + 1
  FROM siteserver_Node n JOIN tree ON n.ParentId = tree.id WHERE depth < 64
), named AS (
  SELECT n.*, site.folder, site.folder || '/channels/' || n.NodeId || '.html' AS plain,
         site.folder || '/' || ltrim(fill(coalesce(tree.channel_rule, site.channel_rule), 'channelId', n.NodeId, 'channelName', n.NodeName,
           'lowerChannelName', lower(n.NodeName), 'channelIndex', n.NodeIndexName, 'lowerChannelIndex', lower(n.NodeIndexName),
           'year', strftime('%Y', [[n=siteserver_Node.AddDate|NULL]]), 'month', CAST(strftime('%m', [[n=siteserver_Node.AddDate|NULL]]) AS INTEGER),
           'day', CAST(strftime('%d', [[n=siteserver_Node.AddDate|NULL]]) AS INTEGER)), '/') AS ruled
  FROM siteserver_Node n LEFT JOIN tree ON tree.id = n.NodeId, site
  WHERE n.PublishmentSystemId = CAST(:site AS INTEGER) AND n.ParentId <> 0
)
SELECT n.NodeId AS id, CASE WHEN n.ParentId = CAST(:site AS INTEGER) THEN '' ELSE n.ParentId END AS parent, n.NodeName AS name,
       n.Taxis AS position,
       CASE WHEN coalesce(n.LinkUrl, '') <> '' THEN 'external' WHEN coalesce(n.Content, '') <> '' THEN 'page' ELSE 'list' END AS kind,
       CASE WHEN coalesce(n.LinkUrl, '') <> '' THEN n.LinkUrl
            WHEN coalesce([[n=siteserver_Node.FilePath|'']], '') <> '' THEN folder || '/' || ltrim([[n=siteserver_Node.FilePath|'']], '/')
            ELSE coalesce(ruled, plain) END AS url,
       CASE WHEN coalesce(n.LinkUrl, '') = '' THEN plain || coalesce(char(10) || ruled, '') END AS urls,
       n.NodeIndexName AS slug,
       CASE WHEN coalesce(n.LinkUrl, '') = '' THEN
         coalesce(before_ending(folder || '/' || ltrim(nullif([[n=siteserver_Node.FilePath|'']], ''), '/'), '_{page}') || char(10), '') ||
         coalesce(before_ending(ruled, '_{page}') || char(10), '') || before_ending(plain, '_{page}') END AS list_pages, 10 AS list_size,
       replace(replace(replace(n.Content, '"@/', '"' || folder || '/'), char(39) || '@/', char(39) || folder || '/'), '"~/', '"/') AS body
FROM named n
ORDER BY n.Taxis, n.NodeId
