-- Kinds of content whose rows stand in no term are columns of their own.
SELECT DISTINCT 'k' || n.type AS id, '' AS parent, n.type AS name, 'list' AS kind, 10000 AS position, '/node?type=' || n.type AS url
FROM node_field_data n
WHERE n.type <> 'page' AND n.status = 1 AND coalesce([[?taxonomy_index: SELECT count(*) FROM taxonomy_index i JOIN taxonomy_term_field_data t ON t.tid = i.tid
  WHERE i.nid = n.nid AND t.vid NOT IN ('tags', 'forums')]], 0) = 0
ORDER BY n.type
