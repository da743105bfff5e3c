SELECT DISTINCT name AS "table" FROM (
  SELECT AuxiliaryTableForContent AS name FROM siteserver_PublishmentSystem WHERE PublishmentSystemId = CAST(:site AS INTEGER)
  UNION SELECT [[=siteserver_PublishmentSystem.AuxiliaryTableForGovPublic|'']] FROM siteserver_PublishmentSystem WHERE PublishmentSystemId = CAST(:site AS INTEGER)
) WHERE name <> '' ORDER BY 1
