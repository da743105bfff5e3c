-- A negative channel is the recycle bin. A reference is a link to its original, which so stands in this column too.
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
), made AS (
  SELECT c.*, site.folder, site.folder || '/contents/' || abs(c.NodeID) || '/' || c.ID || '.html' AS plain,
         site.folder || '/' || ltrim(fill(coalesce(tc.content_rule, site.content_rule), 'channelId', abs(c.NodeID),
           'contentId', c.ID, 'channelName', nc.NodeName, 'lowerChannelName', lower(nc.NodeName),
           'channelIndex', nc.NodeIndexName, 'lowerChannelIndex', lower(nc.NodeIndexName), 'title', c.Title,
           'year', strftime('%Y', c.AddDate), 'month', CAST(strftime('%m', c.AddDate) AS INTEGER), 'day', CAST(strftime('%d', c.AddDate) AS INTEGER),
           'hour', CAST(strftime('%H', c.AddDate) AS INTEGER), 'minute', CAST(strftime('%M', c.AddDate) AS INTEGER),
           'second', CAST(strftime('%S', c.AddDate) AS INTEGER)), '/') AS ruled,
         site.folder || '/contents/' || abs(o.NodeID) || '/' || o.ID || '.html' AS plain_original,
         site.folder || '/' || ltrim(fill(coalesce(t_o.content_rule, site.content_rule), 'channelId', abs(o.NodeID),
           'contentId', o.ID, 'channelName', no.NodeName, 'lowerChannelName', lower(no.NodeName),
           'channelIndex', no.NodeIndexName, 'lowerChannelIndex', lower(no.NodeIndexName), 'title', o.Title,
           'year', strftime('%Y', o.AddDate), 'month', CAST(strftime('%m', o.AddDate) AS INTEGER), 'day', CAST(strftime('%d', o.AddDate) AS INTEGER),
           'hour', CAST(strftime('%H', o.AddDate) AS INTEGER), 'minute', CAST(strftime('%M', o.AddDate) AS INTEGER),
           'second', CAST(strftime('%S', o.AddDate) AS INTEGER)), '/') AS ruled_original,
         o.ID AS original
  FROM [[table]] c LEFT JOIN tree tc ON tc.id = abs(c.NodeID) LEFT JOIN siteserver_Node nc ON nc.NodeId = abs(c.NodeID)
       LEFT JOIN [[table]] o ON c.ReferenceID > 0 AND o.ID = c.ReferenceID
       LEFT JOIN tree t_o ON t_o.id = abs(o.NodeID) LEFT JOIN siteserver_Node no ON no.NodeId = abs(o.NodeID), site
  WHERE c.PublishmentSystemID = CAST(:site AS INTEGER)
)
SELECT :table || '-' || c.ID AS id, abs(c.NodeID) AS "column", c.Title AS title, nullif([[c=:table.SubTitle|'']], '') AS subtitle,
       coalesce(ruled, plain) AS url, plain AS urls,
       coalesce(before_ending(ruled, '_{page}') || char(10), '') || before_ending(plain, '_{page}') AS page_url,
       CASE WHEN c.NodeID < 0 THEN 'in the recycle bin' WHEN c.SourceID = -99 THEN 'preview draft'
            WHEN NOT coalesce(lower(c.IsChecked) IN ('true', '1'), 0) THEN 'not approved'
            WHEN c.ReferenceID > 0 AND original IS NULL THEN 'a reference to a row that the hand-over lacks' ELSE 'published' END AS state,
       coalesce(CASE WHEN original IS NOT NULL THEN coalesce(ruled_original, plain_original) END,
                nullif([[c=:table.LinkUrl|'']], '')) AS link,
       c.AddDate AS published, [[c=:table.LastEditDate|NULL]] AS updated, [[c=:table.Source|NULL]] AS source, [[c=:table.Author|NULL]] AS author,
       [[c=:table.Tags|NULL]] AS keywords,
       replace(replace(replace(coalesce([[c=:table.Content|NULL]], ''), '"@/', '"' || folder || '/'), char(39) || '@/', char(39) || folder || '/'), '"~/', '"/') AS body,
       nullif(replace(replace(coalesce([[c=:table.FileUrl|'']], '') || char(10) || coalesce([[c=:table.VideoUrl|'']], ''), '@/', folder || '/'), '~/', '/'), char(10)) AS attachments,
       [[c=:table.DocumentNo|NULL]] AS document_number, [[c=:table.Identifier|NULL]] AS index_number, [[c=:table.Publisher|NULL]] AS issuer,
       [[c=:table.PublishDate|NULL]] AS written, [[c=:table.EffectDate|NULL]] AS effective, [[c=:table.AbolitionDate|NULL]] AS expires,
       CASE WHEN lower([[c=:table.IsAbolition|'']]) IN ('true', '1') THEN '已废止' END AS validity,
       [[c=:table.Hits|NULL]] AS hits, CASE WHEN lower([[c=:table.IsTop|0]]) IN ('true', '1') THEN '1' END AS top,
       CASE WHEN lower([[c=:table.IsRecommend|0]]) IN ('true', '1') THEN '1' END AS recommended,
       [[c=:table.Tags|NULL]] AS tags, [[c=:table.Summary|NULL]] AS description, nullif([[c=:table.ImageUrl|'']], '') AS thumbnail[[*c=:table]]
FROM made c
ORDER BY c.ID
