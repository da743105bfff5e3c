-- Full text of articles by three characters, so that Chinese needs no words; for LIKE '%…%'.
CREATE EXTENSION IF NOT EXISTS pg_trgm
-- step
CREATE INDEX IF NOT EXISTS article_search ON article USING gin (title gin_trgm_ops, body_text gin_trgm_ops)
