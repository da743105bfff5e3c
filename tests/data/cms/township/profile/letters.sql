SELECT z.zid AS id, NULL AS "column", NULL AS title, '/zhenzhang.do?id=' || z.zid AS url, z.xm AS sender, z.tw_at AS asked, z.wt AS question,
       z.hf AS reply, z.hf_at AS replied, CASE z.gk WHEN 'Y' THEN 'published' ELSE 'not for the public' END AS state
FROM zhenzhang z
ORDER BY z.zid
