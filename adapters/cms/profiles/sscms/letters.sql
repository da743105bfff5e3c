-- Forms of the site, of which those with a question and its answer are letters; who wrote is not taken over but for the name.
SELECT 'f' || d.Id AS id, CASE WHEN [[d=siteserver_FormData.ChannelId|0]] > 0 THEN [[d=siteserver_FormData.ChannelId|0]] END AS "column",
       coalesce(setting(d.ExtendValues, 'Title'), setting(d.ExtendValues, 'title'), setting(d.ExtendValues, '标题'), '') AS title,
       coalesce(setting(d.ExtendValues, 'Name'), setting(d.ExtendValues, 'name'), setting(d.ExtendValues, '姓名')) AS sender,
       coalesce([[d=siteserver_FormData.CreatedDate|NULL]], [[d=siteserver_FormData.AddDate|NULL]]) AS asked,
       coalesce(setting(d.ExtendValues, 'Content'), setting(d.ExtendValues, 'content'), setting(d.ExtendValues, '内容')) AS question,
       nullif(d.ReplyContent, '') AS reply, [[d=siteserver_FormData.ReplyDate|NULL]] AS replied, '/?form=' || d.FormId || '&data=' || d.Id AS url,
       CASE WHEN lower([[d=siteserver_FormData.IsReplied|0]]) IN ('true', '1') THEN 'published' ELSE 'not answered' END AS state
FROM siteserver_FormData d
WHERE d.SiteId = CAST(:site AS INTEGER) AND
      coalesce(setting(d.ExtendValues, 'Content'), setting(d.ExtendValues, 'content'), setting(d.ExtendValues, '内容'), '') <> ''
ORDER BY d.Id
