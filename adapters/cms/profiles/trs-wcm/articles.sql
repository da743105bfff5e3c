-- Not kept beside: DOCPUBHTMLCON, the body as published. WCMCHNLDOC says where a document stands; each place may have published it under an address of its own.
SELECT d.DOCID AS id,
       coalesce((SELECT x.CHNLID FROM WCMCHNLDOC x WHERE x.DOCID = d.DOCID AND x.MODAL = 1 LIMIT 1), d.DOCCHANNEL) AS "column",
       (SELECT group_concat(CHNLID) FROM (SELECT x.CHNLID FROM WCMCHNLDOC x
        WHERE x.DOCID = d.DOCID AND x.MODAL > 0 ORDER BY x.MODAL, x.CHNLID)) AS columns,
       d.DOCTITLE AS title, d.SUBDOCTITLE AS subtitle, d.DOCPUBURL AS url,
       (SELECT group_concat(DOCPUBURL, char(10)) FROM (SELECT DISTINCT x.DOCPUBURL FROM WCMCHNLDOC x
        WHERE x.DOCID = d.DOCID AND x.MODAL > 0 AND coalesce(x.DOCPUBURL, '') <> '' ORDER BY 1)) AS urls,
       CASE WHEN d.DOCSTATUS = 10 THEN 'published' WHEN d.DOCSTATUS < 0 THEN 'in the recycle bin'
            WHEN d.DOCSTATUS = 15 THEN 'withdrawn' ELSE 'not published' END AS state,
       CASE WHEN d.DOCTYPE = 30 THEN d.DOCLINK END AS link,
       coalesce(d.DOCRELTIME, [[d=WCMDOCUMENT.DOCPUBTIME|NULL]]) AS published,
       nullif([[d=WCMDOCUMENT.DOCSOURCENAME|NULL]], '') AS source, d.DOCAUTHOR AS author,
       [[d=WCMDOCUMENT.DOCEDITOR|NULL]] AS editor, d.DOCKEYWORDS AS keywords,
       coalesce(nullif(d.DOCHTMLCON, ''), '<p>' || replace(d.DOCCONTENT, char(10), '</p><p>') || '</p>') AS body,
       (SELECT group_concat(line, char(10)) FROM (
          SELECT p.APPFILE || char(9) || coalesce(nullif(p.APPDESC, ''), p.SRCFILE, '') AS line FROM WCMAPPENDIX p
          WHERE p.APPDOCID = d.DOCID AND p.APPFLAG = 10 ORDER BY p.APPSERN, p.APPENDIXID)) AS attachments,
       [[d=WCMDOCUMENT.HITSCOUNT|NULL]] AS hits, iso(d.CRTIME) AS created, [[d=WCMDOCUMENT.DOCABSTRACT|NULL]] AS description,
       CASE WHEN EXISTS (SELECT 1 FROM WCMCHNLDOC x WHERE x.DOCID = d.DOCID AND [[x=WCMCHNLDOC.DOCORDERPRI|0]] > 0) THEN '1' END AS top[[*d=WCMDOCUMENT]]
FROM WCMDOCUMENT AS d
WHERE d.SITEID = :site
ORDER BY d.DOCID
