CREATE TABLE yzm_category (catid int, catname varchar(50), parentid int, type tinyint, catdir varchar(50), pclink varchar(100), display tinyint, listorder int);
INSERT INTO yzm_category VALUES (1,'新闻',0,0,'xinwen','http://www.old.example/xinwen/',1,1),(2,'概况',0,1,'gk','http://www.old.example/gk/',1,2);
CREATE TABLE yzm_article (id int, catid int, title varchar(150), inputtime int, updatetime int, keywords varchar(80), content text, copyfrom varchar(50), url varchar(100), flag varchar(12), status tinyint);
INSERT INTO yzm_article VALUES (1,1,'新闻一',1425515700,1425515700,'','<p>一</p>_yzm_content_page_<p>二</p>','网络','http://www.old.example/xinwen/1.html','',1),(2,1,'跳转',1425515700,1425515700,'','','','http://x.example/','7',1),(3,1,'未审核',1425515700,1425515700,'','x','','http://www.old.example/xinwen/3.html','',0);
CREATE TABLE yzm_page (catid int, title varchar(160), content text);
INSERT INTO yzm_page VALUES (2,'概况','<p>县情</p>');
CREATE TABLE yzm_all_content (allid int, modelid int, catid int, id int);
CREATE TABLE yzm_guestbook (id int, title varchar(150), name varchar(30), booktime int, bookmsg text, ischeck tinyint, replyid int);
INSERT INTO yzm_guestbook VALUES (1,'修路','李**',1425515700,'何时修路',1,0),(2,'','',1425602100,'今年修',1,1);
