CREATE TABLE PE_Channel (ChannelID int, ChannelName varchar(50), ChannelDir varchar(50), ModuleType int, OrderID int, StructureType int, FileNameType int, UseCreateHTML int, UploadDir varchar(50));
INSERT INTO PE_Channel VALUES (1,'新闻中心','Article',1,1,0,0,1,'UploadFiles'),(2,'下载','Soft',2,2,0,0,1,'UploadFiles');
CREATE TABLE PE_Class (ClassID int, ChannelID int, ParentID int, ParentDir varchar(255), ClassDir varchar(50), ClassName varchar(50), OrderID int, LinkUrl varchar(255));
INSERT INTO PE_Class VALUES (1,1,0,'/','gzdt','工作动态',1,''),(2,1,1,'/gzdt/','xz','乡镇',2,'');
CREATE TABLE PE_Article (ArticleID int, ChannelID int, ClassID int, Title varchar(255), Author varchar(50), CopyFrom varchar(50), Keyword varchar(255), UpdateTime datetime, Content text, LinkUrl varchar(255), Status int, Deleted int, Elite int, Hits int);
INSERT INTO PE_Article VALUES (1,1,2,'关于春耕的通知','张三','县政府办','|春耕|','2008-03-05 08:30:00','<p>正文<img src="[InstallDir_ChannelDir]{$UploadDir}/2008/1.jpg"></p>','http://',3,0,1,5),(2,1,2,'待审','','','','2008-03-05 08:30:00','<p>x</p>','',0,0,0,0),(3,1,2,'已删','','','','2008-03-05 08:30:00','<p>x</p>','',3,1,0,0);
