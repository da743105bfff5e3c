-- Columns are shown by CHNLDESC; their addresses are the chain of their data paths.
WITH RECURSIVE tree(id, folder, depth) AS (
  SELECT CHANNELID, '/' || CHNLDATAPATH || '/', 1 FROM WCMCHANNEL WHERE SITEID = :site AND coalesce(PARENTID, 0) = 0
  UNION ALL
  SELECT c.CHANNELID, tree.folder || c.CHNLDATAPATH || '/', depth + 1
  FROM WCMCHANNEL c JOIN tree ON c.PARENTID = tree.id WHERE c.SITEID = :site AND depth < 64
)
, document(ending) AS (
  SELECT CASE WHEN EXISTS (SELECT 1 FROM WCMDOCUMENT WHERE DOCPUBURL LIKE '%.shtml') THEN '.shtml'
              WHEN EXISTS (SELECT 1 FROM WCMDOCUMENT WHERE DOCPUBURL LIKE '%.htm') THEN '.htm' ELSE '.html' END
)
SELECT c.CHANNELID AS id, c.PARENTID AS parent, coalesce(nullif(c.CHNLDESC, ''), c.CHNLNAME) AS name,
       c.CHNLORDER AS position, CASE WHEN coalesce(c.STATUS, 0) < 0 THEN 'deleted' ELSE 'published' END AS state,
       CASE WHEN coalesce(c.LINKURL, '') <> '' THEN 'external' ELSE 'list' END AS kind,
       coalesce(nullif(c.LINKURL, ''), tree.folder, '/') AS url,
       CASE WHEN coalesce(c.LINKURL, '') = '' THEN tree.folder || 'index.html' || char(10) || tree.folder || 'index.htm' END AS urls,
       -- Page 2 of a list is index_1.
       CASE WHEN coalesce(c.LINKURL, '') = '' THEN tree.folder || 'index_{page-1}' || document.ending END AS list_pages, 10 AS list_size,
       c.CHNLDATAPATH AS slug
FROM WCMCHANNEL c LEFT JOIN tree ON tree.id = c.CHANNELID, document
WHERE c.SITEID = :site
ORDER BY c.CHNLORDER, c.CHANNELID
