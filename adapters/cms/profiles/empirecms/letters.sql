-- checked = 0 is shown, 1 is hidden.
SELECT lyid AS id, NULL AS "column", '' AS title, name AS sender, lytime AS asked, lytext AS question, retext AS reply,
       '/e/tool/gbook/?bid=' || bid || '&lyid=' || lyid AS url,
       CASE checked WHEN 0 THEN 'published' ELSE 'hidden by the administrator' END AS state
FROM enewsgbook
ORDER BY lyid
