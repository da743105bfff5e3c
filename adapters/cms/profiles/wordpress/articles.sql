WITH setting(rule) AS (SELECT coalesce((SELECT option_value FROM options WHERE option_name = 'permalink_structure'), '')),
placed AS (
  SELECT p.*, rule,
         (SELECT group_concat(term_taxonomy_id) FROM (
            SELECT r.term_taxonomy_id FROM term_relationships r
            JOIN term_taxonomy x ON x.term_taxonomy_id = r.term_taxonomy_id AND x.taxonomy = 'category'
            WHERE r.object_id = p.ID ORDER BY 1)) AS categories,
         (SELECT t.slug FROM term_relationships r
            JOIN term_taxonomy x ON x.term_taxonomy_id = r.term_taxonomy_id AND x.taxonomy = 'category'
            JOIN terms t ON t.term_id = x.term_id WHERE r.object_id = p.ID ORDER BY x.term_id LIMIT 1) AS category
  FROM posts p, setting WHERE p.post_type = 'post'
), named AS (
  SELECT *, replace(replace(replace(replace(replace(replace(replace(replace(replace(rule,
            '%year%', substr(post_date, 1, 4)), '%monthnum%', substr(post_date, 6, 2)), '%day%', substr(post_date, 9, 2)),
            '%hour%', substr(post_date, 12, 2)), '%minute%', substr(post_date, 15, 2)), '%second%', substr(post_date, 18, 2)),
            '%postname%', post_name), '%post_id%', ID), '%category%', coalesce(category, '')) AS address
  FROM placed
)
SELECT n.ID AS id, segment(categories, ',', 1) AS "column", categories AS columns, post_title AS title,
       CASE WHEN [[n=posts.link|'']] <> '' THEN [[n=posts.link|'']]
            WHEN address = '' OR instr(address, '%author%') > 0 THEN '/?p=' || n.ID ELSE address END AS url,
       '/?p=' || n.ID || coalesce((SELECT char(10) || group_concat(replace(address, post_name, m.meta_value), char(10))
           FROM postmeta m WHERE m.post_id = n.ID AND m.meta_key = '_wp_old_slug'), '') AS urls,
       CASE WHEN address = '' THEN '/?p=' || n.ID || '&page={page}' ELSE rtrim(address, '/') || '/{page}/' END AS page_url,
       CASE WHEN post_password <> '' THEN 'protected by a password' WHEN post_status = 'publish' THEN 'published'
            ELSE post_status END AS state,
       NULL AS link, post_date AS published, post_modified AS updated,
       [[?users: SELECT display_name FROM users WHERE users.ID = n.post_author]] AS author, post_content AS body,
       (SELECT group_concat(name, ',') FROM (SELECT t.name FROM term_relationships r
          JOIN term_taxonomy x ON x.term_taxonomy_id = r.term_taxonomy_id AND x.taxonomy = 'post_tag'
          JOIN terms t ON t.term_id = x.term_id WHERE r.object_id = n.ID ORDER BY t.term_id)) AS keywords,
       nullif(post_excerpt, '') AS description,
       [[?postmeta: SELECT f.meta_value FROM postmeta m JOIN postmeta f ON f.post_id = CAST(m.meta_value AS INTEGER) AND f.meta_key = '_wp_attached_file'
         WHERE m.post_id = n.ID AND m.meta_key = '_thumbnail_id']] AS thumbnail,
       [[?postmeta: SELECT group_concat(meta_key || '=' || meta_value, char(10)) FROM (SELECT meta_key, meta_value FROM postmeta m
         WHERE m.post_id = n.ID AND substr(m.meta_key, 1, 1) <> '_' ORDER BY m.meta_id)]] AS fields[[*n=posts]]
FROM named n
ORDER BY n.ID
