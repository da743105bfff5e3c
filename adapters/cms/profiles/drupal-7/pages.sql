-- Pages stand below the page that the menu puts them under.
SELECT 'p' || n.nid AS id,
       [[?menu_links: SELECT 'p' || substr(above.link_path, 6) FROM menu_links m JOIN menu_links above ON above.mlid = m.plid AND above.link_path LIKE 'node/%'
         WHERE m.link_path = 'node/' || n.nid ORDER BY m.mlid LIMIT 1]] AS parent,
       n.title AS name, 'page' AS kind,
       100000 + coalesce([[?menu_links: SELECT m.weight FROM menu_links m WHERE m.link_path = 'node/' || n.nid ORDER BY m.mlid LIMIT 1]], 0) AS position,
       coalesce([[?url_alias: SELECT '/' || u.alias FROM url_alias u WHERE u.source = 'node/' || n.nid ORDER BY u.pid DESC LIMIT 1]], '/node/' || n.nid) AS url,
       '/node/' || n.nid || char(10) || '/?q=node/' || n.nid AS urls,
       coalesce((SELECT b.body_value FROM field_data_body b WHERE b.entity_type = 'node' AND b.entity_id = n.nid AND b.deleted = 0 AND b.language = n.language ORDER BY b.delta LIMIT 1),
         (SELECT b.body_value FROM field_data_body b WHERE b.entity_type = 'node' AND b.entity_id = n.nid AND b.deleted = 0 ORDER BY b.language, b.delta LIMIT 1)) AS body, n.changed AS updated
FROM node n
WHERE n.type = 'page' AND n.status = 1
ORDER BY n.nid
