CREATE TABLE cms_special (f_special_id int, f_title varchar(150));
INSERT INTO cms_special VALUES (1,'春耕专题');
CREATE TABLE cms_info_special (f_info_id int, f_special_id int);
INSERT INTO cms_info_special VALUES (1,1);
