-- Staging: the canonical records of one site, written by extract, read by map, plan and reports.
CREATE TABLE site_fact (          -- what was learnt of the site as a whole: cms, encoding, ...
    name  TEXT PRIMARY KEY,
    value TEXT NOT NULL
) WITHOUT ROWID
-- step
CREATE TABLE resource (           -- one row for every address ever seen on the site
    id         INTEGER PRIMARY KEY,
    url        TEXT NOT NULL UNIQUE,
    file       TEXT,              -- path inside the source; NULL when only referred to
    kind       TEXT NOT NULL,     -- page|attachment|image|style|script|other
    media_type TEXT,
    bytes      INTEGER NOT NULL DEFAULT 0,
    sha256     TEXT,
    role       TEXT NOT NULL,     -- article|column|file|merged|dropped|failed|asset
    record     INTEGER,           -- article or column id
    reason     TEXT
)
-- step
CREATE TABLE site_column (
    id         INTEGER PRIMARY KEY,
    parent     INTEGER REFERENCES site_column(id),
    url        TEXT NOT NULL,
    name       TEXT NOT NULL,
    path       TEXT NOT NULL,     -- JSON array of names
    kind       TEXT NOT NULL,     -- list|page|external|blank
    position   INTEGER NOT NULL,
    articles   INTEGER NOT NULL,
    type       TEXT,
    slug       TEXT,
    evidence   TEXT,
    confidence REAL NOT NULL
)
-- step
CREATE TABLE article (
    id           INTEGER PRIMARY KEY,
    url          TEXT NOT NULL UNIQUE,
    kind         TEXT NOT NULL,   -- article|page|policy|interpretation|letter
    title        TEXT NOT NULL,
    subtitle     TEXT,
    published    TEXT,
    updated      TEXT,
    source       TEXT,
    source_shown TEXT,
    author       TEXT,
    editor       TEXT,
    column_id    INTEGER REFERENCES site_column(id),
    page_urls    TEXT NOT NULL,   -- JSON array
    document     TEXT,            -- JSON object of DocumentInfo, NULL when empty
    keywords     TEXT,            -- JSON array
    extra        TEXT,            -- JSON object of what the source knows beyond these columns, NULL when empty
    language     TEXT NOT NULL,
    evidence     TEXT NOT NULL,   -- JSON object: field -> [confidence, rule]
    content_hash TEXT NOT NULL,   -- of all other columns and its files, links, placements, letter
    body_html    TEXT NOT NULL,   -- last: what stands behind a body can only be read through it
    body_text    TEXT NOT NULL
)
-- step
CREATE TABLE placement (
    article   INTEGER NOT NULL REFERENCES article(id),
    position  INTEGER NOT NULL,
    column_id INTEGER NOT NULL REFERENCES site_column(id),
    PRIMARY KEY (article, position)
) WITHOUT ROWID
-- step
CREATE TABLE file_reference (
    article    INTEGER NOT NULL REFERENCES article(id),
    position   INTEGER NOT NULL,
    role       TEXT NOT NULL,     -- attachment|image
    name       TEXT,
    href       TEXT NOT NULL,
    url        TEXT NOT NULL,
    sha256     TEXT,
    bytes      INTEGER NOT NULL,
    media_type TEXT,
    status     TEXT NOT NULL,     -- ok|missing|html|empty|external
    PRIMARY KEY (article, position)
) WITHOUT ROWID
-- step
CREATE TABLE body_link (
    article  INTEGER NOT NULL REFERENCES article(id),
    position INTEGER NOT NULL,
    page     TEXT NOT NULL,
    href     TEXT NOT NULL,
    url      TEXT,
    found_in TEXT NOT NULL,
    PRIMARY KEY (article, position)
) WITHOUT ROWID
-- step
CREATE TABLE letter (
    article   INTEGER PRIMARY KEY REFERENCES article(id),
    number    TEXT,
    sender    TEXT,
    type      TEXT,
    question  TEXT NOT NULL,
    asked     TEXT,
    reply     TEXT,
    replied   TEXT,
    replier   TEXT,
    status    TEXT,
    is_public INTEGER NOT NULL
)
-- step
CREATE TABLE finding (
    id       INTEGER PRIMARY KEY,
    url      TEXT,
    rule     TEXT NOT NULL,
    severity TEXT NOT NULL,
    message  TEXT NOT NULL,
    evidence TEXT
)
