-- Full text of articles by words between blanks and punctuation: MariaDB has no parser that cuts Chinese into pieces.
CREATE FULLTEXT INDEX IF NOT EXISTS article_search ON article (title, body_text)
