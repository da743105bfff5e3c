SELECT DISTINCT name AS "table" FROM (
  SELECT coalesce(nullif([[=siteserver_Site.TableName|'']], ''), 'siteserver_Content_' || Id) AS name FROM siteserver_Site WHERE Id = CAST(:site AS INTEGER)
  UNION SELECT [[=siteserver_Channel.TableName|'']] FROM siteserver_Channel WHERE SiteId = CAST(:site AS INTEGER)
) WHERE coalesce(name, '') <> '' ORDER BY 1
