CREATE TABLE siteserver_FormData (Id int, SiteId int, ChannelId int, ContentId int, FormId int, IsReplied tinyint, ReplyDate datetime, ReplyContent text, ExtendValues text, CreatedDate datetime);
INSERT INTO siteserver_FormData VALUES (1,1,0,0,1,1,'2020-03-06 08:00:00','今年修','{"标题":"修路","内容":"何时修路","电话":"13800000000"}','2020-03-05 08:00:00'),(2,1,0,0,1,0,NULL,NULL,'{"标题":"x","内容":"y"}','2020-03-05 08:00:00');
DROP TABLE siteserver_Content_1;
CREATE TABLE siteserver_Content_1 (Id int, ChannelId int, SiteId int, SourceId int, ReferenceId int, Checked tinyint, Title varchar(255), Body text, AddDate datetime, ExtendValues text);
INSERT INTO siteserver_Content_1 VALUES (7,2,1,0,0,1,'公告一','<p>一</p>[SITESERVER_PAGE]<p>二</p>','2020-03-05 08:05:00','{"identifier":"000014349/2020-00001","DocumentNo":"县发〔2020〕3号","publisher":"县人民政府"}');
