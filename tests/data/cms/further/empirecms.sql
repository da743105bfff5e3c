INSERT INTO phome_ecms_news_data_1 VALUES (30,2,'','','<p>相关</p>');
CREATE TABLE phome_enewszt (ztid smallint, ztname varchar(60), ztpath varchar(255), zttype varchar(10), zturl varchar(200), intro text);
INSERT INTO phome_enewszt VALUES (4,'春耕专题','zt/chungeng','.html','','专题说明');
CREATE TABLE phome_enewsztinfo (zid int, ztid smallint, classid smallint, id int, newstime int, mid smallint);
INSERT INTO phome_enewsztinfo VALUES (1,4,2,10,1425515700,1);
CREATE TABLE phome_enewspage (id smallint, title varchar(120), path varchar(255), pagetext mediumtext);
INSERT INTO phome_enewspage VALUES (1,'网站声明','../../about/sm.html','<p>声明</p>');
