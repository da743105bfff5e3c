CREATE TABLE siteserver_Site (Id int, SiteDir varchar(200), SiteName varchar(200), TableName varchar(200), Root tinyint, ParentId int, Taxis int);
INSERT INTO siteserver_Site VALUES (1,'zf','县政府','siteserver_Content_1',1,0,1);
CREATE TABLE siteserver_Channel (Id int, ChannelName varchar(255), SiteId int, TableName varchar(200), ParentId int, IndexName varchar(200), Taxis int, Content text, FilePath varchar(200), LinkUrl varchar(200));
INSERT INTO siteserver_Channel VALUES (1,'首页',1,'',0,'',1,'','',''),(2,'通知公告',1,'',1,'tzgg',2,'','','');
CREATE TABLE siteserver_Content_1 (Id int, ChannelId int, SiteId int, SourceId int, ReferenceId int, Checked tinyint, TagNames varchar(255), Title varchar(255), SubTitle varchar(255), FileUrl varchar(200), LinkUrl varchar(200), Body text, Author varchar(255), Source varchar(255), AddDate datetime, LastModifiedDate datetime);
INSERT INTO siteserver_Content_1 VALUES (7,2,1,0,0,1,'','公告一','','','','<p>正文<img src="@/upload/images/2020/3/1.jpg"></p>','','','2020-03-05 08:05:00','2020-03-06 00:00:00'),(8,2,1,0,0,0,'','草稿','','','','x','','','2020-03-05 08:05:00','2020-03-06 00:00:00');
