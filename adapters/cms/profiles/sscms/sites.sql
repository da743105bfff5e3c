SELECT Id AS id, SiteName AS name, '' AS host FROM siteserver_Site ORDER BY Id
