SELECT DISTINCT [[=siteserver_PublishmentSystem.AuxiliaryTableForGovInteract|'']] AS "table" FROM siteserver_PublishmentSystem
WHERE PublishmentSystemId = CAST(:site AS INTEGER) AND [[=siteserver_PublishmentSystem.AuxiliaryTableForGovInteract|'']] <> ''
