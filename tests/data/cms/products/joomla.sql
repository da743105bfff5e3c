CREATE TABLE `abc_categories` (`id` int, `parent_id` int, `lft` int, `rgt` int, `level` int, `path` varchar(400), `extension` varchar(50), `title` varchar(255), `alias` varchar(400), `published` tinyint);
INSERT INTO `abc_categories` VALUES (1,0,0,9,0,'','system','ROOT','root',1),(2,1,1,4,1,'news','com_content','新闻','news',1),(3,2,2,3,2,'news/town','com_content','乡镇','town',1);
CREATE TABLE `abc_content` (`id` int, `title` varchar(255), `alias` varchar(400), `introtext` mediumtext, `fulltext` mediumtext, `state` tinyint, `catid` int, `created` datetime, `created_by_alias` varchar(255), `modified` datetime, `publish_up` datetime, `metakey` text);
INSERT INTO `abc_content` VALUES (1,'新闻一','yi','<p>导语</p>','<p>全文</p>',1,3,'2015-03-05 08:05:00','','2015-03-06 00:00:00','0000-00-00 00:00:00',''),(2,'垃圾','er','x','',-2,3,'2015-03-05 08:05:00','','2015-03-06 00:00:00','2015-03-05 08:05:00','');
CREATE TABLE `abc_menu` (`id` int, `title` varchar(255), `path` varchar(1024), `link` varchar(1024), `published` tinyint);
INSERT INTO `abc_menu` VALUES (101,'新闻','xinwen','index.php?option=com_content&view=category&layout=blog&id=2',1);
