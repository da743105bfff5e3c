SELECT d.did AS id, d.menu_code AS "column", d.also AS columns, d.subject AS title, d.second_subject AS subtitle,
       '/doc/' || d.did || '.html' AS url, '/doc.do?id=' || d.did AS urls,
       before_ending('/doc/' || d.did || '.html', '_{page}') AS page_url,
       CASE d.step WHEN 2 THEN 'published' WHEN 0 THEN 'draft' WHEN 1 THEN 'waiting for approval' ELSE 'withdrawn' END AS state,
       d.jump AS link, d.put_at AS published, d.org AS source, d.pen AS author, d.wenhao AS document_number, d.looked AS hits,
       (SELECT group_concat(html, '<!--part-->') FROM (SELECT p.html FROM doc_part p WHERE p.did = d.did ORDER BY p.no)) AS body,
       (SELECT group_concat(line, char(10)) FROM (SELECT '/f/' || f.folder || '/' || f.saved || char(9) || coalesce(f.shown, '') AS line
        FROM file f WHERE f.did = d.did AND f.pic = 0 ORDER BY f.fid)) AS attachments,
       (SELECT group_concat(line, char(10)) FROM (SELECT '/f/' || f.folder || '/' || f.saved || char(9) || coalesce(f.shown, '') AS line
        FROM file f WHERE f.did = d.did AND f.pic = 1 ORDER BY f.fid)) AS images,
       (SELECT group_concat(subject) FROM (SELECT o.subject FROM json_each(numbers(d.xiangguan)) n JOIN doc o ON o.did = n.value ORDER BY o.did)) AS related[[*d=doc]]
FROM doc d
ORDER BY d.did
