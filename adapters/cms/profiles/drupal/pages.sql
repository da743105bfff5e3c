-- Pages stand below the page that the menu puts them under.
SELECT 'p' || n.nid AS id,
       [[?menu_link_content_data: SELECT 'p' || replace(replace(above.link__uri, 'entity:node/', ''), 'internal:/node/', '') FROM menu_link_content_data m
         JOIN menu_link_content named ON m.parent = 'menu_link_content:' || named.uuid JOIN menu_link_content_data above ON above.id = named.id
         WHERE m.link__uri IN ('entity:node/' || n.nid, 'internal:/node/' || n.nid) AND above.link__uri LIKE '%node/%' ORDER BY m.id LIMIT 1]] AS parent,
       n.title AS name, 'page' AS kind,
       100000 + coalesce([[?menu_link_content_data: SELECT m.weight FROM menu_link_content_data m
         WHERE m.link__uri IN ('entity:node/' || n.nid, 'internal:/node/' || n.nid) ORDER BY m.id LIMIT 1]], 0) AS position,
       coalesce([[?path_alias: SELECT u.alias FROM path_alias u WHERE u.path = '/node/' || n.nid AND u.status = 1 ORDER BY u.id DESC LIMIT 1]], [[?url_alias: SELECT u.alias FROM url_alias u WHERE u.source = '/node/' || n.nid ORDER BY u.pid DESC LIMIT 1]], '/node/' || n.nid) AS url, '/node/' || n.nid AS urls,
       coalesce((SELECT b.body_value FROM node__body b WHERE b.entity_id = n.nid AND b.deleted = 0 AND b.langcode = n.langcode ORDER BY b.delta LIMIT 1),
         (SELECT b.body_value FROM node__body b WHERE b.entity_id = n.nid AND b.deleted = 0 ORDER BY b.langcode, b.delta LIMIT 1)) AS body, n.changed AS updated
FROM node_field_data n
WHERE n.type = 'page' AND n.status = 1 AND [[n=node_field_data.default_langcode|1]] = 1
ORDER BY n.nid
