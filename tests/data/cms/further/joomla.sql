INSERT INTO abc_categories VALUES (4,1,5,6,1,'hidden','com_content','未发布的栏目','hidden',0);
INSERT INTO abc_content VALUES (3,'不公开栏目里的','san','<p>x</p>','',1,4,'2015-03-05 08:05:00','','2015-03-06 00:00:00','2015-03-05 08:05:00','');
CREATE TABLE abc_redirect_links (id int, old_url varchar(2048), new_url varchar(2048), published tinyint);
INSERT INTO abc_redirect_links VALUES (1,'http://www.old.example/old-news.html','index.php?option=com_content&view=article&id=1',1);
INSERT INTO abc_menu VALUES (102,'乡镇','xinwen/xiangzhen','index.php?option=com_content&view=category&id=3',1);
CREATE TABLE abc_tags (id int, title varchar(255));
INSERT INTO abc_tags VALUES (4,'春耕');
CREATE TABLE abc_contentitem_tag_map (type_alias varchar(255), content_item_id int, tag_id int);
INSERT INTO abc_contentitem_tag_map VALUES ('com_content.article',1,4);
