-- MySQL dump 10.13  Distrib 5.7.44, for Linux (x86_64)
/*!40101 SET NAMES utf8mb4 */;
DROP TABLE IF EXISTS `tw_menu`;
CREATE TABLE `tw_menu` (
  `code` varchar(32) NOT NULL COMMENT '四位一级',
  `title` varchar(60) NOT NULL,
  `ename` varchar(30) DEFAULT NULL,
  `typ` tinyint(4) NOT NULL DEFAULT '0' COMMENT '0列表 1单页 2外链',
  `target` varchar(200) DEFAULT NULL,
  `sort` int(11) NOT NULL DEFAULT '0',
  `invisible` tinyint(1) NOT NULL DEFAULT '0',
  PRIMARY KEY (`code`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4;
INSERT INTO `tw_menu` VALUES ('0001','政务公开','zwgk',0,NULL,1,0),('00010001','通知公告','tzgg',0,NULL,1,0),('00010002','规范性文件','gfwj',0,NULL,2,1),('0002','镇情概况','zqgk',1,NULL,2,0),('0003','办事大厅',NULL,2,'http://bs.example.gov.cn/',3,0),('00090001','断头栏目','dt',0,NULL,9,0);
DROP TABLE IF EXISTS `tw_doc`;
CREATE TABLE `tw_doc` (
  `did` int(11) NOT NULL,
  `menu_code` varchar(32) NOT NULL,
  `also` varchar(200) DEFAULT NULL COMMENT '同时显示的栏目',
  `subject` varchar(200) NOT NULL,
  `second_subject` varchar(200) DEFAULT NULL,
  `org` varchar(60) DEFAULT NULL,
  `pen` varchar(30) DEFAULT NULL,
  `put_at` datetime DEFAULT NULL,
  `step` tinyint(4) NOT NULL COMMENT '0草稿 1待审 2发布 9作废',
  `jump` varchar(200) DEFAULT NULL,
  `looked` int(11) NOT NULL DEFAULT '0',
  `wenhao` varchar(60) DEFAULT NULL,
  `xiangguan` varchar(60) DEFAULT NULL COMMENT '相关文章',
  `juli` varchar(20) DEFAULT NULL,
  PRIMARY KEY (`did`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4;
INSERT INTO `tw_doc` VALUES (1,'00010001','00010002','关于春耕的通知','副题','镇政府办','张三','2016-03-05 08:30:00',2,NULL,15,'镇发〔2016〕3号','4,7','近'),(2,'00010001',NULL,'草稿','', '','',NULL,0,NULL,0,NULL,NULL,NULL),(3,'00010002',NULL,'转到春耕通知',NULL,NULL,NULL,'2016-03-06 08:30:00',2,'/doc/1.html',0,NULL,NULL,NULL),(4,'00010002',NULL,'管理办法',NULL,'镇政府',NULL,'2016-03-07 00:00:00',2,NULL,3,'镇发〔2016〕4号','',NULL),(5,'00010001',NULL,'作废的',NULL,NULL,NULL,'2016-03-08 00:00:00',9,NULL,0,NULL,NULL,NULL);
DROP TABLE IF EXISTS `tw_doc_part`;
CREATE TABLE `tw_doc_part` (
  `pid` int(11) NOT NULL,
  `did` int(11) NOT NULL,
  `menu_code` varchar(32) DEFAULT NULL,
  `no` int(11) NOT NULL,
  `html` longtext
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4;
INSERT INTO `tw_doc_part` VALUES (1,1,NULL,1,'<p>第一部分</p>'),(3,4,NULL,1,'<p>第一条　为了规范管理，制定本办法。</p>'),(2,1,NULL,2,'<p>第二部分，见<a href=\"/f/2016/tz.doc\">附件</a></p>'),(4,0,'0002',1,'<p>本镇位于河边。</p>'),(5,2,NULL,1,'<p>x</p>'),(6,5,NULL,1,'<p>x</p>');
DROP TABLE IF EXISTS `tw_file`;
CREATE TABLE `tw_file` (
  `fid` int(11) NOT NULL,
  `did` int(11) NOT NULL,
  `folder` varchar(60) NOT NULL,
  `saved` varchar(60) NOT NULL,
  `shown` varchar(120) DEFAULT NULL,
  `pic` tinyint(1) NOT NULL DEFAULT '0'
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4;
INSERT INTO `tw_file` VALUES (1,1,'2016','tz.doc','通知全文',0),(2,1,'2016','tp.jpg','现场',1),(3,4,'../../etc','passwd','坏路径',0);
DROP TABLE IF EXISTS `tw_zhenzhang`;
CREATE TABLE `tw_zhenzhang` (
  `zid` int(11) NOT NULL,
  `xm` varchar(30) DEFAULT NULL,
  `wt` text,
  `tw_at` int(11) DEFAULT NULL,
  `hf` text,
  `hf_at` int(11) DEFAULT NULL,
  `gk` char(1) NOT NULL DEFAULT 'N'
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4;
INSERT INTO `tw_zhenzhang` VALUES (1,'李**','河堤何时加固？',1457137800,'汛期前完工。',1457224200,'Y'),(2,'王**','不愿公开',1457137800,NULL,NULL,'N');
