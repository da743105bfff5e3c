CREATE TABLE zbp_post (log_ID int, log_CateID int, log_Status tinyint, log_Type int, log_Alias varchar(255), log_Title varchar(255), log_Content longtext, log_PostTime int, log_UpdateTime int);
INSERT INTO zbp_post VALUES (1,1,0,0,'','新闻一','<p>正文<img src="{#ZC_BLOG_HOST#}zb_users/upload/2015/03/a.jpg"></p>',1425515700,1425515700),(2,1,1,0,'','草稿','x',1425515700,0),(3,0,0,1,'about','概况','<p>县情</p>',1425515700,0);
CREATE TABLE zbp_category (cate_ID int, cate_Name varchar(255), cate_Order int, cate_Alias varchar(255), cate_ParentID int);
INSERT INTO zbp_category VALUES (1,'新闻',0,'news',0);
CREATE TABLE zbp_upload (ul_ID int, ul_Name varchar(255));
