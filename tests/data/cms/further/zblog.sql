CREATE TABLE zbp_config (conf_Name varchar(50), conf_Value text);
INSERT INTO zbp_config VALUES ('system','a:2:{s:16:"ZC_ARTICLE_REGEX";s:28:"{%host%}{%year%}/{%id%}.html";s:17:"ZC_CATEGORY_REGEX";s:37:"{%host%}category-{%id%}_{%page%}.html";}');
CREATE TABLE zbp_member (mem_ID int, mem_Name varchar(50), mem_Alias varchar(50));
INSERT INTO zbp_member VALUES (2,'zhangsan','张三');
CREATE TABLE zbp_tag (tag_ID int, tag_Name varchar(255));
INSERT INTO zbp_tag VALUES (1,'农业'),(12,'春耕');
DROP TABLE zbp_post;
CREATE TABLE zbp_post (log_ID int, log_CateID int, log_AuthorID int, log_Tag varchar(255), log_Status tinyint, log_Type int, log_Alias varchar(255), log_Title varchar(255), log_Content longtext, log_PostTime int, log_UpdateTime int);
INSERT INTO zbp_post VALUES (1,1,2,'{12}',0,0,'','新闻一','<p>正文</p>',1425515700,1425515700);
