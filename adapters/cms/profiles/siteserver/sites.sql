SELECT PublishmentSystemId AS id, PublishmentSystemName AS name, PublishmentSystemUrl AS host
FROM siteserver_PublishmentSystem ORDER BY PublishmentSystemId
