CREATE TABLE siteserver_Input (InputId int, InputName varchar(50), PublishmentSystemId int);
INSERT INTO siteserver_Input VALUES (1,'领导信箱',100);
CREATE TABLE siteserver_InputContent (Id int, InputId int, Taxis int, IsChecked varchar(18), UserName varchar(255), AddDate datetime, Reply text, SettingsXML text);
INSERT INTO siteserver_InputContent VALUES (1,1,1,'True','','2015-03-05 08:00:00','今年修','Title=%e4%bf%ae%e8%b7%af&Name=%e6%9d%8e&Content=%e4%bd%95%e6%97%b6%e4%bf%ae%e8%b7%af&Phone=13800000000'),(2,1,2,'False','','2015-03-05 08:00:00','','Title=a&Content=b');
