SELECT lm_id AS id, lm_fid AS parent, lm_name AS name, lm_paixu AS position,
       CASE WHEN lm_link <> '' THEN 'external' WHEN lm_neirong <> '' THEN 'page' ELSE 'list' END AS kind,
       CASE WHEN lm_link <> '' THEN lm_link ELSE '/list.asp?id=' || lm_id END AS url,
       lm_neirong AS body
FROM lanmu
ORDER BY lm_paixu, lm_id
