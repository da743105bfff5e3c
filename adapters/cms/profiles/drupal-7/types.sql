-- Kinds of content whose rows stand in no term are columns of their own.
SELECT 'k' || y.type AS id, '' AS parent, y.name, 'list' AS kind, 10000 AS position, '/node?type=' || y.type AS url
FROM node_type y
WHERE y.type <> 'page' AND EXISTS (SELECT 1 FROM node n WHERE n.type = y.type AND n.status = 1 AND NOT EXISTS (
  SELECT 1 FROM taxonomy_index i JOIN taxonomy_term_data t ON t.tid = i.tid JOIN taxonomy_vocabulary v ON v.vid = t.vid
  WHERE i.nid = n.nid AND v.machine_name NOT IN ('tags', 'forums')))
ORDER BY y.type
