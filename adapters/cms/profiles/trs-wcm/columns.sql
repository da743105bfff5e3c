-- Columns are shown by CHNLDESC; their addresses are the chain of their data paths.
WITH RECURSIVE tree(id, folder, depth) AS (
  SELECT CHANNELID, '/' || CHNLDATAPATH || '/', 1 FROM WCMCHANNEL WHERE SITEID = :site AND coalesce(PARENTID, 0) = 0
  UNION ALL
  SELECT c.CHANNELID, tree.folder || c.CHNLDATAPATH || '/', depth + 1
  FROM WCMCHANNEL c JOIN tree ON c.PARENTID = tree.id WHERE c.SITEID = :site AND depth < 64
)
SELECT c.CHANNELID AS id, c.PARENTID AS parent, coalesce(nullif(c.CHNLDESC, ''), c.CHNLNAME) AS name,
       c.CHNLORDER AS position, CASE WHEN coalesce(c.STATUS, 0) < 0 THEN 'deleted' ELSE 'published' END AS state,
       CASE WHEN coalesce(c.LINKURL, '') <> '' THEN 'external' ELSE 'list' END AS kind,
       coalesce(nullif(c.LINKURL, ''), tree.folder, '/') AS url,
       CASE WHEN coalesce(c.LINKURL, '') = '' THEN tree.folder || 'index.html' || char(10) || tree.folder || 'index.htm' END AS urls,
       c.CHNLDATAPATH AS slug
FROM WCMCHANNEL c LEFT JOIN tree ON tree.id = c.CHANNELID
WHERE c.SITEID = :site
ORDER BY c.CHNLORDER, c.CHANNELID
