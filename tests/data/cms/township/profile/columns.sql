-- Codes of four digits a level: a column's parent is its code without the last four.
SELECT m.code AS id, substr(m.code, 1, length(m.code) - 4) AS parent, m.title AS name, m.sort AS position, m.invisible AS hidden, m.ename AS slug,
       CASE m.typ WHEN 2 THEN 'external' WHEN 1 THEN 'page' ELSE 'list' END AS kind,
       CASE WHEN m.typ = 2 THEN m.target ELSE '/' || m.ename || '/' END AS url,
       '/menu.do?code=' || m.code AS urls,
       '/' || m.ename || '/list_{page}.html' AS list_pages, 2 AS list_size,
       (SELECT group_concat(html, char(10)) FROM (SELECT p.html FROM doc_part p WHERE p.menu_code = m.code ORDER BY p.no)) AS body
FROM menu m
ORDER BY m.code
