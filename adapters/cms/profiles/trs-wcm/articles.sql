-- Not kept beside: DOCPUBHTMLCON, the body as published. WCMCHNLDOC says where a document stands; each place may have published it under an address of its own.
SELECT d.DOCID AS id,
       coalesce((SELECT x.CHNLID FROM WCMCHNLDOC x WHERE x.DOCID = d.DOCID AND x.MODAL = 1 LIMIT 1), d.DOCCHANNEL) AS "column",
       (SELECT group_concat(CHNLID) FROM (SELECT x.CHNLID FROM WCMCHNLDOC x
        WHERE x.DOCID = d.DOCID AND x.MODAL > 0 ORDER BY x.MODAL, x.CHNLID)) AS columns,
       d.DOCTITLE AS title, [[d=WCMDOCUMENT.SUBDOCTITLE|NULL]] AS subtitle, d.DOCPUBURL AS url,
       (SELECT group_concat(DOCPUBURL, char(10)) FROM (SELECT DISTINCT x.DOCPUBURL FROM WCMCHNLDOC x
        WHERE x.DOCID = d.DOCID AND x.MODAL > 0 AND coalesce(x.DOCPUBURL, '') <> '' ORDER BY 1)) AS urls,
       before_ending(d.DOCPUBURL, '_{page-1}') AS page_url,
       CASE WHEN d.DOCSTATUS = 10 THEN 'published' WHEN d.DOCSTATUS < 0 THEN 'in the recycle bin'
            WHEN d.DOCSTATUS = 15 THEN 'withdrawn' ELSE 'not published' END AS state,
       CASE WHEN d.DOCTYPE = 30 THEN d.DOCLINK END AS link,
       coalesce([[d=WCMDOCUMENT.DOCRELTIME|NULL]], [[d=WCMDOCUMENT.DOCPUBTIME|NULL]]) AS published, [[d=WCMDOCUMENT.OPERTIME|NULL]] AS updated,
       coalesce(nullif([[d=WCMDOCUMENT.DOCSOURCENAME|NULL]], ''), [[?WCMSOURCE: SELECT s.SRCNAME FROM WCMSOURCE s
         WHERE [[s=WCMSOURCE.SOURCEID|NULL]] = [[d=WCMDOCUMENT.DOCSOURCE|NULL]]]]) AS source, [[d=WCMDOCUMENT.DOCAUTHOR|NULL]] AS author,
       [[d=WCMDOCUMENT.DOCEDITOR|NULL]] AS editor, [[d=WCMDOCUMENT.DOCKEYWORDS|NULL]] AS keywords,
       coalesce(nullif(d.DOCHTMLCON, ''), '<p>' || replace(d.DOCCONTENT, char(10), '</p><p>') || '</p>') AS body,
       (SELECT group_concat(line, char(10)) FROM (
          SELECT p.APPFILE || char(9) || coalesce(nullif(p.APPDESC, ''), p.SRCFILE, '') AS line FROM WCMAPPENDIX p
          WHERE p.APPDOCID = d.DOCID AND p.APPFLAG = 10 ORDER BY p.APPSERN, p.APPENDIXID)) AS attachments,
       (SELECT group_concat(line, char(10)) FROM (
          SELECT p.APPFILE || char(9) || coalesce(nullif(p.APPDESC, ''), p.SRCFILE, '') AS line FROM WCMAPPENDIX p
          WHERE p.APPDOCID = d.DOCID AND p.APPFLAG = 20 ORDER BY p.APPSERN, p.APPENDIXID)) AS images,
       -- What government sites publish in a view of their own; its columns differ by site.
       [[?WCMMetaTableGovInfo: SELECT [[g=WCMMetaTableGovInfo.idxID|NULL]] FROM WCMMetaTableGovInfo g WHERE g.METADATAID = d.DOCID]] AS index_number,
       coalesce([[?WCMMetaTableGovInfo: SELECT nullif([[g=WCMMetaTableGovInfo.fileNum|NULL]], '') FROM WCMMetaTableGovInfo g WHERE g.METADATAID = d.DOCID]],
                nullif([[d=WCMDOCUMENT.DOCNO|NULL]], '')) AS document_number,
       [[?WCMMetaTableGovInfo: SELECT [[g=WCMMetaTableGovInfo.Publisher|NULL]] FROM WCMMetaTableGovInfo g WHERE g.METADATAID = d.DOCID]] AS issuer,
       [[?WCMMetaTableGovInfo: SELECT [[g=WCMMetaTableGovInfo.Subject|NULL]] FROM WCMMetaTableGovInfo g WHERE g.METADATAID = d.DOCID]] AS subject,
       [[?WCMMetaTableGovInfo: SELECT [[g=WCMMetaTableGovInfo.PubDate|NULL]] FROM WCMMetaTableGovInfo g WHERE g.METADATAID = d.DOCID]] AS written,
       [[d=WCMDOCUMENT.HITSCOUNT|NULL]] AS hits, nullif([[d=WCMDOCUMENT.DOCSOURCE|0]], 0) AS DOCSOURCE, iso([[d=WCMDOCUMENT.CRTIME|NULL]]) AS created, [[d=WCMDOCUMENT.DOCABSTRACT|NULL]] AS description,
       CASE WHEN EXISTS (SELECT 1 FROM WCMCHNLDOC x WHERE x.DOCID = d.DOCID AND [[x=WCMCHNLDOC.DOCORDERPRI|0]] > 0) THEN '1' END AS top[[*d=WCMDOCUMENT]]
FROM WCMDOCUMENT AS d
WHERE d.SITEID = :site
ORDER BY d.DOCID
