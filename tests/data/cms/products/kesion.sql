CREATE TABLE KS_Channel (ChannelID int, ChannelName varchar(50));
INSERT INTO KS_Channel VALUES (1,'文章');
CREATE TABLE KS_Class (ID varchar(20), ClassID int, ClassType int, FolderName varchar(50), TS varchar(255), TN varchar(20), TJ int, Folder varchar(200), FolderFsoIndex varchar(50), FolderOrder int, ChannelID int, DelTF int);
INSERT INTO KS_Class VALUES ('20110101',1,1,'政务公开','20110101,','0',1,'zwgk/','index.html',1,1,0),('20110102',2,1,'通知公告','20110101,20110102,','20110101',2,'zwgk/tzgg/','index.html',1,1,0),('20110103',3,2,'办事','','0',1,'http://bs.example.gov.cn/','',2,1,0);
CREATE TABLE KS_Article (ID int, Title varchar(255), Tid varchar(20), Fname varchar(200), AddDate datetime, Hits int, ArticleContent text, Verific int, DelTF int, Author varchar(50), Origin varchar(50), KeyWords varchar(255), Changes int, IsTop int);
INSERT INTO KS_Article VALUES (1,'关于春耕的通知','20110102','2011-3-5/1.html','2011-03-05 08:30:00',12,'<p>第一页</p>[NextPage]<p>第二页</p>',1,0,'张三','县政府办','春耕|会议',0,1),(2,'待审','20110102','2011-3-5/2.html','2011-03-05 08:30:00',0,'<p>x</p>',0,0,'','','',0,0),(3,'已删','20110102','2011-3-5/3.html','2011-03-05 08:30:00',0,'<p>x</p>',1,1,'','','',0,0);
