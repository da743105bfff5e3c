-- Forms of the site (提交表单), of which those with a question and its answer are letters; who wrote is not taken over but for the name.
SELECT 'f' || i.Id AS id, NULL AS "column", coalesce(setting(i.SettingsXML, 'Title'), '') AS title, setting(i.SettingsXML, 'Name') AS sender, i.AddDate AS asked,
       setting(i.SettingsXML, 'Content') AS question, nullif(i.Reply, '') AS reply,
       site.folder || '/utils/inputcontent.html?id=' || i.Id AS url,
       CASE WHEN lower(i.IsChecked) IN ('true', '1') THEN 'published' ELSE 'not approved' END AS state
FROM siteserver_InputContent i JOIN siteserver_Input f ON [[f=siteserver_Input.InputId|f.Id]] = i.InputId,
     (SELECT CASE WHEN lower(IsHeadquarters) IN ('true', '1') THEN '' ELSE '/' || PublishmentSystemDir END AS folder
      FROM siteserver_PublishmentSystem WHERE PublishmentSystemId = CAST(:site AS INTEGER)) site
WHERE f.PublishmentSystemId = CAST(:site AS INTEGER) AND coalesce(setting(i.SettingsXML, 'Content'), '') <> ''
ORDER BY i.Id
