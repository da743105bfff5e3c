-- Letters to the government (互动交流) of one site, with the last reply to each.
SELECT c.ID AS id, abs(c.NodeID) AS "column", c.Title AS title, [[c=:table.QueryCode|NULL]] AS number, [[c=:table.RealName|NULL]] AS sender,
       [[c=:table.TypeID|NULL]] AS type, c.AddDate AS asked, [[c=:table.Content|'']] AS question,
       (SELECT r.Reply FROM wcm_GovInteractReply r WHERE r.ContentId = c.ID AND r.NodeId = c.NodeID ORDER BY r.ReplyId DESC LIMIT 1) AS reply,
       (SELECT r.AddDate FROM wcm_GovInteractReply r WHERE r.ContentId = c.ID AND r.NodeId = c.NodeID ORDER BY r.ReplyId DESC LIMIT 1) AS replied,
       [[c=:table.DepartmentName|NULL]] AS replier,
       site.folder || '/contents/' || abs(c.NodeID) || '/' || c.ID || '.html' AS url,
       CASE WHEN c.NodeID < 0 THEN 'in the recycle bin' WHEN lower([[c=:table.IsPublic|'false']]) NOT IN ('true', '1') THEN 'not for the public'
            WHEN lower(c.IsChecked) IN ('true', '1') THEN 'published' ELSE 'not approved' END AS state
FROM [[table]] c, (SELECT CASE WHEN lower(IsHeadquarters) IN ('true', '1') THEN '' ELSE '/' || PublishmentSystemDir END AS folder
                   FROM siteserver_PublishmentSystem WHERE PublishmentSystemId = CAST(:site AS INTEGER)) site
WHERE c.PublishmentSystemID = CAST(:site AS INTEGER)
ORDER BY c.ID
