CREATE TABLE `article` (`id` int(11) unsigned, `pid` int, `slug` varchar(128), `title` varchar(256), `author` varchar(32), `content` longtext, `edit_mode` varchar(32), `summary` text, `link_to` varchar(512), `thumbnail` varchar(128), `status` varchar(32), `view_count` int, `created` datetime, `modified` datetime, `meta_keywords` varchar(512), `with_top` tinyint);
INSERT INTO article VALUES (1,NULL,'chungeng','春耕','张三','<p>正文</p>','html','简介',NULL,NULL,'normal',9,'2019-03-05 08:30:00','2019-03-06 08:30:00','春耕',1),(2,NULL,NULL,'草稿',NULL,'<p>x</p>','html','',NULL,NULL,'draft',0,'2019-03-05 08:30:00',NULL,'',0);
CREATE TABLE article_category (id int, pid int, slug varchar(128), title varchar(512), type varchar(32), order_number int);
INSERT INTO article_category VALUES (1,0,'news','新闻','category',1),(2,1,NULL,'乡镇','category',2),(3,0,'ztz','专题','subject',3),(4,0,'t','标签','tag',4);
CREATE TABLE article_category_mapping (article_id int, category_id int);
INSERT INTO article_category_mapping VALUES (1,2),(1,3),(1,4);
CREATE TABLE single_page (id int, slug varchar(128), title text, content longtext, link_to varchar(512), status varchar(32), modified datetime);
INSERT INTO single_page VALUES (1,'about','关于','<p>概况</p>',NULL,'normal','2019-03-05 08:30:00');
