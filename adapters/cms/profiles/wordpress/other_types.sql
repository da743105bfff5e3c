-- Kinds of content that plugins add: told and not taken over, for what they mean is the plugin's.
SELECT 'o' || p.ID AS id, NULL AS "column", p.post_title AS title, '/?post_type=' || p.post_type || '&p=' || p.ID AS url,
       'a "' || p.post_type || '" of a plugin, which this profile does not read' AS state, NULL AS link, p.post_date AS published, '' AS body
FROM posts p
WHERE p.post_status = 'publish' AND p.post_type NOT IN ('post', 'page', 'attachment', 'revision', 'nav_menu_item', 'custom_css', 'customize_changeset',
      'oembed_cache', 'user_request') AND p.post_type NOT LIKE 'wp\_%' ESCAPE '\'
ORDER BY p.ID
