CREATE TABLE met_column (id int, name varchar(100), foldername varchar(50), bigclass int, classtype int, module int, no_order int, out_url varchar(200), isshow int, content longtext, lang varchar(50));
INSERT INTO met_column VALUES (1,'关于','about',0,1,1,1,'',1,'<p>县情</p>','cn'),(2,'新闻','news',0,1,2,2,'',1,'','cn'),(3,'乡镇','news',2,2,2,1,'',1,'','cn'),(4,'外链','',0,1,0,3,'http://x.example/',1,'','cn');
CREATE TABLE met_news (id int, title varchar(200), content longtext, class1 int, class2 int, class3 int, addtime datetime, updatetime datetime, filename varchar(255), links varchar(200), lang varchar(50), recycle int, displaytype int, tag text, issue varchar(100));
INSERT INTO met_news VALUES (1,'新闻一','<p>正文<img src="../upload/201503/a.jpg"></p>',2,3,0,'2015-03-05 08:05:00','2015-03-06 00:00:00','','','cn',0,1,'','编辑'),(2,'回收','x',2,3,0,'2015-03-05 08:05:00','2015-03-06 00:00:00','','','cn',2,1,'','');
CREATE TABLE met_product (id int, title varchar(200), content longtext, class1 int, class2 int, class3 int, addtime datetime, updatetime datetime, lang varchar(50));
CREATE TABLE met_download (id int, title varchar(200), content longtext, class1 int, class2 int, class3 int, addtime datetime, updatetime datetime, lang varchar(50), downloadurl varchar(255));
CREATE TABLE met_img (id int, title varchar(200), content longtext, class1 int, class2 int, class3 int, addtime datetime, updatetime datetime, lang varchar(50));
CREATE TABLE met_mlist (id int, listid int, paraid int, info text, module int);
