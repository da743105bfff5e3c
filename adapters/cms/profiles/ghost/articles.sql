SELECT p.id,
       (SELECT x.tag_id FROM posts_tags x JOIN tags t ON t.id = x.tag_id AND substr(t.name, 1, 1) <> '#' WHERE x.post_id = p.id
        ORDER BY CAST([[x=posts_tags.sort_order|0]] AS INTEGER), t.name LIMIT 1) AS "column",
       (SELECT group_concat(tag_id) FROM (SELECT x.tag_id FROM posts_tags x JOIN tags t ON t.id = x.tag_id AND substr(t.name, 1, 1) <> '#'
        WHERE x.post_id = p.id ORDER BY CAST([[x=posts_tags.sort_order|0]] AS INTEGER), t.name)) AS columns,
       p.title, '/' || p.slug || '/' AS url, '/' || p.slug AS urls,
       CASE p.status WHEN 'published' THEN CASE WHEN coalesce([[p=posts.visibility|'public']], 'public') = 'public' THEN 'published' ELSE 'for members only' END
            ELSE p.status END AS state, NULL AS link,
       CASE WHEN instr(p.published_at, '-') > 0 THEN strftime('%s', p.published_at) ELSE p.published_at END AS published, CASE WHEN instr(p.updated_at, '-') > 0 THEN strftime('%s', p.updated_at) ELSE p.updated_at END AS updated, iso(CASE WHEN instr(p.created_at, '-') > 0 THEN strftime('%s', p.created_at) ELSE p.created_at END) AS created,
       [[?posts_authors: SELECT u.name FROM posts_authors x JOIN users u ON u.id = x.author_id WHERE x.post_id = p.id
         ORDER BY CAST(x.sort_order AS INTEGER) LIMIT 1]] AS author,
       replace(coalesce([[p=posts.html|NULL]], '<p>' || [[p=posts.plaintext|NULL]] || '</p>', ''), '__GHOST_URL__', '') AS body,
       replace(nullif(coalesce([[p=posts.feature_image|NULL]], [[p=posts.image|NULL]], ''), ''), '__GHOST_URL__', '') AS images,
       coalesce([[p=posts.custom_excerpt|NULL]], [[p=posts.meta_description|NULL]]) AS description, nullif([[p=posts.featured|0]], 0) AS recommended,
       (SELECT group_concat(name) FROM (SELECT t.name FROM posts_tags x JOIN tags t ON t.id = x.tag_id WHERE x.post_id = p.id
        ORDER BY CAST([[x=posts_tags.sort_order|0]] AS INTEGER), t.name)) AS tags
-- Not kept beside: mobiledoc, lexical.
FROM posts p
WHERE coalesce([[p=posts.type|NULL]], 'post') <> 'page' AND coalesce([[p=posts.page|0]], 0) NOT IN (1, '1', 'true')
ORDER BY p.slug
