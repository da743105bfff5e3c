-- Full text of articles by three characters, so that Chinese needs no words; triggers keep it up with later waves.
CREATE VIRTUAL TABLE IF NOT EXISTS article_search USING fts5(title, body_text, content='article', content_rowid='id', tokenize='trigram')
-- step
INSERT INTO article_search(article_search) VALUES ('rebuild')
-- step
CREATE TRIGGER IF NOT EXISTS article_search_insert AFTER INSERT ON article
BEGIN INSERT INTO article_search(rowid, title, body_text) VALUES (new.id, new.title, new.body_text); END
-- step
CREATE TRIGGER IF NOT EXISTS article_search_delete AFTER DELETE ON article
BEGIN INSERT INTO article_search(article_search, rowid, title, body_text) VALUES ('delete', old.id, old.title, old.body_text); END
-- step
CREATE TRIGGER IF NOT EXISTS article_search_update AFTER UPDATE OF id, title, body_text ON article
BEGIN
    INSERT INTO article_search(article_search, rowid, title, body_text) VALUES ('delete', old.id, old.title, old.body_text);
    INSERT INTO article_search(rowid, title, body_text) VALUES (new.id, new.title, new.body_text);
END
