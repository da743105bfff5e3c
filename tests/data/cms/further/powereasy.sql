DROP TABLE PE_Article;
CREATE TABLE PE_Article (ArticleID int, ChannelID int, ClassID int, Title varchar(255), Author varchar(50), CopyFrom varchar(50), UpdateTime datetime, Content text, UploadFiles text, LinkUrl varchar(255), Status int, Deleted int, Elite int, Hits int);
INSERT INTO PE_Article VALUES (1,1,2,'关于春耕的通知','张三','县政府办','2008-03-05 08:30:00','<p>一</p>[NextPage]<p>二</p>','200803/1.doc|200803/2.jpg|200803/3.rar','',3,0,1,5);
