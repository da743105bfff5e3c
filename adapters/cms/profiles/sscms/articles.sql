-- A negative channel is the recycle bin. A reference is a link to its original, which so stands in this column too.
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
), made AS (
  SELECT c.*, site.folder, site.folder || '/contents/' || abs(c.ChannelId) || '/' || c.Id || '.html' AS plain,
         site.folder || '/' || ltrim(fill(coalesce(tc.content_rule, site.content_rule), 'channelId', abs(c.ChannelId),
           'contentId', c.Id, 'channelName', nc.ChannelName, 'lowerChannelName', lower(nc.ChannelName),
           'channelIndex', nc.IndexName, 'lowerChannelIndex', lower(nc.IndexName), 'title', c.Title,
           'year', strftime('%Y', c.AddDate), 'month', strftime('%m', c.AddDate), 'day', CAST(strftime('%d', c.AddDate) AS INTEGER),
           'hour', CAST(strftime('%H', c.AddDate) AS INTEGER), 'minute', CAST(strftime('%M', c.AddDate) AS INTEGER),
           'second', CAST(strftime('%S', c.AddDate) AS INTEGER)), '/') AS ruled,
         site.folder || '/contents/' || abs(o.ChannelId) || '/' || o.Id || '.html' AS plain_original,
         site.folder || '/' || ltrim(fill(coalesce(t_o.content_rule, site.content_rule), 'channelId', abs(o.ChannelId),
           'contentId', o.Id, 'channelName', no.ChannelName, 'lowerChannelName', lower(no.ChannelName),
           'channelIndex', no.IndexName, 'lowerChannelIndex', lower(no.IndexName), 'title', o.Title,
           'year', strftime('%Y', o.AddDate), 'month', strftime('%m', o.AddDate), 'day', CAST(strftime('%d', o.AddDate) AS INTEGER),
           'hour', CAST(strftime('%H', o.AddDate) AS INTEGER), 'minute', CAST(strftime('%M', o.AddDate) AS INTEGER),
           'second', CAST(strftime('%S', o.AddDate) AS INTEGER)), '/') AS ruled_original,
         o.Id AS original
  FROM [[table]] c LEFT JOIN tree tc ON tc.id = abs(c.ChannelId) LEFT JOIN siteserver_Channel nc ON nc.Id = abs(c.ChannelId)
       LEFT JOIN [[table]] o ON c.ReferenceId > 0 AND o.Id = c.ReferenceId
       LEFT JOIN tree t_o ON t_o.id = abs(o.ChannelId) LEFT JOIN siteserver_Channel no ON no.Id = abs(o.ChannelId), site
  WHERE c.SiteId = CAST(:site AS INTEGER)
)
SELECT :table || '-' || c.Id AS id, abs(c.ChannelId) AS "column", c.Title AS title, nullif([[c=:table.SubTitle|'']], '') AS subtitle,
       coalesce(ruled, plain) AS url, plain AS urls,
       coalesce(before_ending(ruled, '_{page}') || char(10), '') || before_ending(plain, '_{page}') AS page_url,
       CASE WHEN c.ChannelId < 0 THEN 'in the recycle bin' WHEN c.SourceId = -99 THEN 'preview draft'
            WHEN NOT coalesce(lower(coalesce([[c=:table.Checked|NULL]], [[c=:table.IsChecked|NULL]])) IN ('true', '1'), 0) THEN 'not approved'
            WHEN c.ReferenceId > 0 AND original IS NULL THEN 'a reference to a row that the hand-over lacks' ELSE 'published' END AS state,
       coalesce(CASE WHEN original IS NOT NULL THEN coalesce(ruled_original, plain_original) END,
                nullif([[c=:table.LinkUrl|'']], '')) AS link,
       c.AddDate AS published, coalesce([[c=:table.LastModifiedDate|NULL]], [[c=:table.LastEditDate|NULL]]) AS updated, [[c=:table.Source|NULL]] AS source, [[c=:table.Author|NULL]] AS author,
       coalesce([[c=:table.TagNames|NULL]], [[c=:table.Tags|NULL]]) AS keywords,
       replace(replace(replace(coalesce([[c=:table.Body|NULL]], [[c=:table.Content|NULL]], ''), '"@/', '"' || folder || '/'), char(39) || '@/', char(39) || folder || '/'), '"~/', '"/') AS body,
       nullif(replace(replace(coalesce([[c=:table.FileUrl|'']], '') || char(10) || coalesce([[c=:table.VideoUrl|'']], ''), '@/', folder || '/'), '~/', '/'), char(10)) AS attachments,
       coalesce([[c=:table.DocumentNo|NULL]], setting([[c=:table.ExtendValues|'']], 'DocumentNo'), setting([[c=:table.ExtendValues|'']], 'documentNo')) AS document_number,
       coalesce([[c=:table.Identifier|NULL]], setting([[c=:table.ExtendValues|'']], 'Identifier'), setting([[c=:table.ExtendValues|'']], 'identifier')) AS index_number,
       coalesce([[c=:table.Publisher|NULL]], setting([[c=:table.ExtendValues|'']], 'Publisher'), setting([[c=:table.ExtendValues|'']], 'publisher')) AS issuer,
       [[c=:table.PublishDate|NULL]] AS written, [[c=:table.EffectDate|NULL]] AS effective, [[c=:table.AbolitionDate|NULL]] AS expires,
       CASE WHEN lower([[c=:table.IsAbolition|'']]) IN ('true', '1') THEN '已废止' END AS validity,
       iso([[c=:table.CreatedDate|NULL]]) AS created, [[c=:table.Hits|NULL]] AS hits, CASE WHEN lower(coalesce([[c=:table.Top|NULL]], [[c=:table.IsTop|NULL]], 0)) IN ('true', '1') THEN '1' END AS top,
       CASE WHEN lower(coalesce([[c=:table.Recommend|NULL]], [[c=:table.IsRecommend|NULL]], 0)) IN ('true', '1') THEN '1' END AS recommended,
       coalesce([[c=:table.TagNames|NULL]], [[c=:table.Tags|NULL]]) AS tags, [[c=:table.Summary|NULL]] AS description, nullif([[c=:table.ImageUrl|'']], '') AS thumbnail[[*c=:table]]
FROM made c
ORDER BY c.Id
