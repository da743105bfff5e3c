-- All models share one table of rows; the bodies stand in the model's own.
SELECT c.contentid AS id, c.catid AS "column", c.title,
       CASE WHEN c.islink = 1 OR c.url = '' THEN '/show.php?contentid=' || c.contentid ELSE c.url END AS url,
       '/show.php?contentid=' || c.contentid AS urls,
       CASE WHEN c.url <> '' AND instr(c.url, '?') = 0 THEN before_ending(c.url, '_{page}') || char(10) ELSE '' END ||
         '/show.php?contentid=' || c.contentid || '&page={page}' AS page_url,
       CASE WHEN c.status = 99 THEN 'published' WHEN c.status = 0 THEN 'in the recycle bin' ELSE 'waiting for approval' END AS state,
       CASE WHEN c.islink = 1 THEN c.url END AS link,
       c.inputtime AS published, [[c=content.updatetime|NULL]] AS updated, [[c=content.keywords|NULL]] AS keywords,
       nullif(segment(coalesce([[d=:table.copyfrom|NULL]], ''), '|', 1), '') AS source, nullif([[d=:table.author|'']], '') AS author,
       coalesce([[d=:table.content|NULL]], '') AS body,
       [[?content_count: SELECT x.hits FROM content_count x WHERE x.contentid = c.contentid]] AS hits,
       [[?content_tag: SELECT group_concat(tag) FROM (SELECT x.tag FROM content_tag x WHERE x.contentid = c.contentid ORDER BY 1)]] AS tags,
       CASE WHEN coalesce([[c=content.posids|'']], '') NOT IN ('', '0') THEN '1' END AS recommended, nullif([[c=content.thumb|'']], '') AS thumbnail, [[c=content.description|NULL]] AS description,
       [[?special_content: SELECT group_concat(title) FROM (SELECT s.title FROM special_content x JOIN special s ON s.specialid = x.specialid
         WHERE x.contentid = c.contentid ORDER BY s.specialid)]] AS topics[[*c=content]][[*d=:table]]
FROM content c LEFT JOIN [[table]] d ON d.contentid = c.contentid
WHERE c.catid IN (SELECT catid FROM category WHERE modelid = CAST(:modelid AS INTEGER))
ORDER BY c.contentid
