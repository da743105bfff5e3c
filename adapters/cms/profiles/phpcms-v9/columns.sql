-- The rule of list pages is the column's; what stands before its first page's path in the stored address goes before the others.
WITH ruled AS (
  SELECT c.catid, c.url, (SELECT r.urlrule FROM urlrule r WHERE r.urlruleid = CAST(setting([[c=category.setting|'']], 'category_ruleid') AS INTEGER)) AS rule,
         [[c=category.parentdir|'']] AS parentdir, c.catdir
  FROM category c WHERE c.siteid = :site AND c.type = 0
), listed AS (
  SELECT catid AS listed_id, url AS first_url,
         replace(fill(segment(rule, '|', 1), 'categorydir', parentdir, 'catdir', catdir, 'catid', catid, 'page', '1'), 'index.html', '') AS first_path,
         fill(coalesce(segment(rule, '|', 2), rule), 'categorydir', parentdir, 'catdir', catdir, 'catid', catid, 'page', '{page}') AS further_path
  FROM ruled
)
SELECT c.catid AS id, c.parentid AS parent, c.catname AS name, c.listorder AS position, c.ismenu = 0 AS hidden,
       CASE c.type WHEN 1 THEN 'page' WHEN 2 THEN 'external' ELSE 'list' END AS kind,
       coalesce(nullif(c.url, ''), '/index.php?m=content&c=index&a=lists&catid=' || c.catid) AS url,
       CASE WHEN c.type <> 2 THEN '/index.php?m=content&c=index&a=lists&catid=' || c.catid ||
            CASE WHEN c.url LIKE '%/' THEN char(10) || c.url || 'index.html' ELSE '' END END AS urls,
       CASE WHEN c.type = 0 THEN coalesce((SELECT substr(first_url, 1, length(first_url) - length(first_path)) || further_path || char(10) FROM listed
         WHERE listed_id = c.catid AND first_path <> '' AND substr(first_url, -length(first_path)) = first_path), '') ||
         '/index.php?m=content&c=index&a=lists&catid=' || c.catid || '&page={page}' END AS list_pages, 10 AS list_size,
       p.content AS body, [[p=page.updatetime|NULL]] AS updated, c.catdir AS slug
FROM category c LEFT JOIN page p ON p.catid = c.catid AND c.type = 1
WHERE c.siteid = :site AND [[c=category.module|'content']] = 'content'
ORDER BY c.listorder, c.catid
