SELECT id, NULL AS "column", '' AS title, contacts AS sender, create_time AS asked, content AS question,
       recontent AS reply, CASE WHEN recontent <> '' THEN update_time END AS replied, '/?message=' || id AS url,
       CASE WHEN status = '1' THEN 'published' ELSE 'not approved' END AS state
FROM message
WHERE acode = :site
ORDER BY id
