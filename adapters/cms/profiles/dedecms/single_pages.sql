SELECT 's' || aid AS id, '' AS parent, title AS name, 'page' AS kind, 10000 + aid AS position, 1 AS hidden,
       replace(filename, '{cmspath}', coalesce([[?sysconfig: SELECT value FROM sysconfig WHERE varname = 'cfg_cmspath']], '')) AS url,
       body, [[=sgpage.uptime|NULL]] AS updated
FROM sgpage
ORDER BY aid
