CREATE TABLE phpcms_special (specialid int, title char(80));
INSERT INTO phpcms_special VALUES (3,'春耕专题');
CREATE TABLE phpcms_special_content (specialid int, contentid int);
INSERT INTO phpcms_special_content VALUES (3,1);
