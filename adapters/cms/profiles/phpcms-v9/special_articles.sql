-- A topic's own articles; its other rows only lead to articles of the columns, which so stand in the topic too.
SELECT 's' || x.id AS id, 'z' || x.specialid AS "column", x.title,
       CASE WHEN [[x=special_content.isdata|0]] = 1 AND coalesce(x.url, '') <> '' THEN x.url ELSE '/index.php?m=special&c=index&a=show&id=' || x.id END AS url,
       '/index.php?m=special&c=index&a=show&id=' || x.id AS urls,
       CASE WHEN instr(x.url, '?') > 0 THEN x.url || '&page={page}' ELSE before_ending(x.url, '_{page}') END AS page_url,
       CASE WHEN [[s=special.disabled|0]] = 1 THEN 'in a topic that is switched off' ELSE 'published' END AS state,
       CASE WHEN [[x=special_content.islink|0]] = 1 OR [[x=special_content.isdata|0]] <> 1 THEN x.url END AS link,
       x.inputtime AS published, [[x=special_content.updatetime|NULL]] AS updated, [[x=special_content.keywords|NULL]] AS keywords,
       nullif([[d=special_c_data.author|'']], '') AS author, d.content AS body, s.title AS topics, [[x=special_content.description|NULL]] AS description
FROM special_content x JOIN special s ON s.id = x.specialid LEFT JOIN special_c_data d ON d.id = x.id
WHERE s.siteid = :site
ORDER BY x.id
