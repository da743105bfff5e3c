CREATE TABLE redirect (rid int, redirect_source__path varchar(2048), redirect_redirect__uri varchar(2048));
INSERT INTO redirect VALUES (1,'old/one.html','internal:/node/1');
