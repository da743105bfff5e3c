WITH setting(path) AS (
  SELECT coalesce([[?sysconfig: SELECT value FROM sysconfig WHERE varname = 'cfg_cmspath']], '')
), placed AS (
  SELECT t.*, path, replace(t.typedir, '{cmspath}', path) AS folder FROM arctype t, setting
)
SELECT id, reid AS parent, typename AS name, sortrank AS position, ishidden AS hidden,
       CASE ispart WHEN 2 THEN 'external' WHEN 1 THEN 'page' ELSE 'list' END AS kind,
       CASE WHEN ispart = 2 THEN typedir
            WHEN isdefault = -1 THEN path || '/plus/list.php?tid=' || id
            ELSE rtrim(folder, '/') || '/' || CASE WHEN defaultname IN ('', 'index.html', 'index.htm') THEN ''
                                                   ELSE defaultname END END AS url,
       CASE WHEN ispart <> 2 THEN
         path || '/plus/list.php?tid=' || id || char(10) || path || '/plus/list-' || id || '.html' || char(10) ||
         path || '/m/list.php?tid=' || id || char(10) ||
         rtrim(folder, '/') || '/' || coalesce(nullif(defaultname, ''), 'index.html') || char(10) ||
         replace(replace(replace(replace(coalesce(nullif(namerule2, ''), '{typedir}/list_{tid}_{page}.html'),
                 '{typedir}', rtrim(folder, '/')), '{cmspath}', path), '{tid}', id), '{page}', '1')
       END AS urls,
       -- How many articles a list page has, stands in the template: few are taken, so that no page is left out.
       CASE WHEN ispart = 0 AND isdefault <> -1 THEN
         replace(replace(replace(coalesce(nullif(namerule2, ''), '{typedir}/list_{tid}_{page}.html'),
                 '{typedir}', rtrim(folder, '/')), '{cmspath}', path), '{tid}', id) END AS list_pages,
       10 AS list_size,
       CASE WHEN ispart = 1 THEN [[=arctype.content|NULL]] END AS body
FROM placed
ORDER BY sortrank, id
