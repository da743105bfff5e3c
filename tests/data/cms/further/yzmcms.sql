INSERT INTO yzm_category VALUES (9,'公告',0,0,'gg','http://www.old.example/gg/',1,9);
