-- The node with the site's own id is the home page. A rule that a node lacks is its parent's, at last the site's.
WITH RECURSIVE
site(folder, channel_rule, content_rule) AS (
  SELECT CASE WHEN lower(coalesce([[=siteserver_Site.Root|NULL]], [[=siteserver_Site.IsRoot|NULL]], 0)) IN ('true', '1') THEN '' ELSE '/' || SiteDir END,
         coalesce(nullif(coalesce(setting(coalesce([[=siteserver_Site.ExtendValues|NULL]], [[=siteserver_Site.SettingsXml|NULL]], ''), 'channelFilePathRule'), setting(coalesce([[=siteserver_Site.ExtendValues|NULL]], [[=siteserver_Site.SettingsXml|NULL]], ''), 'ChannelFilePathRule')), ''), '/channels/{@channelId}.html'),
         coalesce(nullif(coalesce(setting(coalesce([[=siteserver_Site.ExtendValues|NULL]], [[=siteserver_Site.SettingsXml|NULL]], ''), 'contentFilePathRule'), setting(coalesce([[=siteserver_Site.ExtendValues|NULL]], [[=siteserver_Site.SettingsXml|NULL]], ''), 'ContentFilePathRule')), ''), '/contents/{@channelId}/{@contentId}.html')
  FROM siteserver_Site WHERE Id = CAST(:site AS INTEGER)
), tree(id, channel_rule, content_rule, depth) AS (
  SELECT n.Id, coalesce(nullif([[n=siteserver_Channel.ChannelFilePathRule|'']], ''), site.channel_rule),
         coalesce(nullif([[n=siteserver_Channel.ContentFilePathRule|'']], ''), site.content_rule), 0
  FROM siteserver_Channel n, site WHERE n.Id = CAST(:site AS INTEGER)
  UNION ALL
  SELECT n.Id, coalesce(nullif([[n=siteserver_Channel.ChannelFilePathRule|'']], ''), tree.channel_rule),
         coalesce(nullif([[n=siteserver_Channel.ContentFilePathRule|'']], ''), tree.content_rule), depth + 1
  FROM siteserver_Channel n JOIN tree ON n.ParentId = tree.id WHERE depth < 64
), named AS (
  SELECT n.*, site.folder, site.folder || '/channels/' || n.Id || '.html' AS plain,
         site.folder || '/' || ltrim(fill(coalesce(tree.channel_rule, site.channel_rule), 'channelId', n.Id, 'channelName', n.ChannelName,
           'lowerChannelName', lower(n.ChannelName), 'channelIndex', n.IndexName, 'lowerChannelIndex', lower(n.IndexName),
           'year', strftime('%Y', [[n=siteserver_Channel.AddDate|NULL]]), 'month', CAST(strftime('%m', [[n=siteserver_Channel.AddDate|NULL]]) AS INTEGER),
           'day', CAST(strftime('%d', [[n=siteserver_Channel.AddDate|NULL]]) AS INTEGER)), '/') AS ruled
  FROM siteserver_Channel n LEFT JOIN tree ON tree.id = n.Id, site
  WHERE n.SiteId = CAST(:site AS INTEGER) AND n.ParentId <> 0
)
SELECT n.Id AS id, CASE WHEN n.ParentId = CAST(:site AS INTEGER) THEN '' ELSE n.ParentId END AS parent, n.ChannelName AS name,
       n.Taxis AS position,
       CASE WHEN coalesce(n.LinkUrl, '') <> '' THEN 'external' WHEN coalesce(n.Content, '') <> '' THEN 'page' ELSE 'list' END AS kind,
       CASE WHEN coalesce(n.LinkUrl, '') <> '' THEN n.LinkUrl
            WHEN coalesce([[n=siteserver_Channel.FilePath|'']], '') <> '' THEN folder || '/' || ltrim([[n=siteserver_Channel.FilePath|'']], '/')
            ELSE coalesce(ruled, plain) END AS url,
       CASE WHEN coalesce(n.LinkUrl, '') = '' THEN plain || coalesce(char(10) || ruled, '') END AS urls,
       n.IndexName AS slug,
       CASE WHEN coalesce(n.LinkUrl, '') = '' THEN
         coalesce(before_ending(folder || '/' || ltrim(nullif([[n=siteserver_Channel.FilePath|'']], ''), '/'), '_{page}') || char(10), '') ||
         coalesce(before_ending(ruled, '_{page}') || char(10), '') || before_ending(plain, '_{page}') END AS list_pages, 10 AS list_size,
       replace(replace(replace(n.Content, '"@/', '"' || folder || '/'), char(39) || '@/', char(39) || folder || '/'), '"~/', '"/') AS body
FROM named n
ORDER BY n.Taxis, n.Id
