WITH RECURSIVE setting(rule, sticky) AS (
  SELECT coalesce((SELECT option_value FROM options WHERE option_name = 'permalink_structure'), ''),
         -- A serialized list: i:0;i:12;i:1;i:15;
         char(10) || coalesce(captures((SELECT option_value FROM options WHERE option_name = 'sticky_posts'), 'i:\d+;i:(\d+);', '\1'), '') || char(10)
), tree(term, folder, depth) AS (
  SELECT x.term_id, t.slug, 1 FROM term_taxonomy x JOIN terms t ON t.term_id = x.term_id
  WHERE x.taxonomy = 'category' AND (x.parent = 0 OR x.parent NOT IN (SELECT term_id FROM term_taxonomy WHERE taxonomy = 'category'))
  UNION ALL
  SELECT x.term_id, tree.folder || '/' || t.slug, depth + 1 FROM term_taxonomy x JOIN terms t ON t.term_id = x.term_id JOIN tree ON x.parent = tree.term
  WHERE x.taxonomy = 'category' AND depth < 64
),
placed AS (
  SELECT p.*, rule, sticky, [[?users: SELECT [[w=users.user_nicename|w.user_login]] FROM users w WHERE w.ID = p.post_author]] AS writer,
         (SELECT group_concat(term_taxonomy_id) FROM (
            SELECT r.term_taxonomy_id FROM term_relationships r
            JOIN term_taxonomy x ON x.term_taxonomy_id = r.term_taxonomy_id AND x.taxonomy = 'category'
            WHERE r.object_id = p.ID ORDER BY 1)) AS categories,
         (SELECT coalesce((SELECT tree.folder FROM tree WHERE tree.term = t.term_id), t.slug) FROM term_relationships r
            JOIN term_taxonomy x ON x.term_taxonomy_id = r.term_taxonomy_id AND x.taxonomy = 'category'
            JOIN terms t ON t.term_id = x.term_id WHERE r.object_id = p.ID ORDER BY x.term_id LIMIT 1) AS category
  FROM posts p, setting WHERE p.post_type = 'post'
), named AS (
  SELECT *, replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(rule,
            '%year%', substr(post_date, 1, 4)), '%monthnum%', substr(post_date, 6, 2)), '%day%', substr(post_date, 9, 2)),
            '%hour%', substr(post_date, 12, 2)), '%minute%', substr(post_date, 15, 2)), '%second%', substr(post_date, 18, 2)),
            '%postname%', post_name), '%post_id%', ID), '%category%', coalesce(category, '')), '%author%', coalesce(writer, '%author%')) AS address
  FROM placed
)
SELECT n.ID AS id, segment(categories, ',', 1) AS "column", categories AS columns, post_title AS title,
       CASE WHEN [[n=posts.link|'']] <> '' THEN [[n=posts.link|'']]
            WHEN address = '' OR instr(address, '%author%') > 0 THEN '/?p=' || n.ID ELSE address END AS url,
       '/?p=' || n.ID || coalesce((SELECT char(10) || group_concat(replace(address, post_name, m.meta_value), char(10))
           FROM postmeta m WHERE m.post_id = n.ID AND m.meta_key = '_wp_old_slug'), '') AS urls,
       CASE WHEN address = '' THEN '' ELSE rtrim(address, '/') || '/{page}/' || char(10) END || '/?p=' || n.ID || '&page={page}' AS page_url,
       CASE WHEN post_password <> '' THEN 'protected by a password' WHEN post_status = 'publish' THEN 'published'
            ELSE post_status END AS state,
       NULL AS link, post_date AS published, post_modified AS updated,
       [[?users: SELECT display_name FROM users WHERE users.ID = n.post_author]] AS author, post_content AS body,
       (SELECT group_concat(name, ',') FROM (SELECT t.name FROM term_relationships r
          JOIN term_taxonomy x ON x.term_taxonomy_id = r.term_taxonomy_id AND x.taxonomy = 'post_tag'
          JOIN terms t ON t.term_id = x.term_id WHERE r.object_id = n.ID ORDER BY t.term_id)) AS keywords,
       nullif(post_excerpt, '') AS description, CASE WHEN instr(sticky, char(10) || n.ID || char(10)) > 0 THEN '1' END AS top,
       [[?postmeta: SELECT m.meta_value FROM postmeta m WHERE m.post_id = n.ID AND m.meta_key IN ('views', 'post_views_count') ORDER BY m.meta_id LIMIT 1]] AS hits,
       [[?postmeta: SELECT f.meta_value FROM postmeta m JOIN postmeta f ON f.post_id = CAST(m.meta_value AS INTEGER) AND f.meta_key = '_wp_attached_file'
         WHERE m.post_id = n.ID AND m.meta_key = '_thumbnail_id']] AS thumbnail,
       [[?postmeta: SELECT group_concat(meta_key || '=' || meta_value, char(10)) FROM (SELECT meta_key, meta_value FROM postmeta m
         WHERE m.post_id = n.ID AND substr(m.meta_key, 1, 1) <> '_' ORDER BY m.meta_id)]] AS fields[[*n=posts]]
FROM named n
ORDER BY n.ID
