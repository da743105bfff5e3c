-- Workspace state: the stage ledger, and what map decided. Everything but the ledger can be made again.
CREATE TABLE stage_run (          -- the newest run of each stage for each site; site '*': all sites together
    site        TEXT NOT NULL,
    stage       TEXT NOT NULL,
    input_hash  TEXT NOT NULL,
    output_hash TEXT NOT NULL,
    counts      TEXT NOT NULL,    -- JSON array of [name, number], in the order to show
    PRIMARY KEY (site, stage)
) WITHOUT ROWID
-- step
CREATE TABLE decision (           -- one row for every column of every mapped site
    site            TEXT NOT NULL,
    column_id       INTEGER NOT NULL,
    position        INTEGER NOT NULL,  -- order in the mapping file
    url             TEXT NOT NULL,
    path            TEXT NOT NULL,     -- JSON array of names
    kind            TEXT NOT NULL,     -- list|page|external|blank
    action          TEXT NOT NULL,     -- move|merge|page|link|drop|undecided
    target          TEXT,
    target_path     TEXT NOT NULL,     -- JSON array of names
    fallback_target TEXT,
    rule            TEXT NOT NULL,
    reason          TEXT NOT NULL,
    confidence      REAL NOT NULL,
    tags            TEXT NOT NULL,     -- JSON array of [name, value]
    candidates      TEXT NOT NULL,     -- JSON array of [code, score, reason]
    by_person       INTEGER NOT NULL,
    approved        INTEGER NOT NULL,
    articles        INTEGER NOT NULL,
    shown_in        TEXT,              -- standard column its articles are placed in; NULL: dropped
    PRIMARY KEY (site, column_id)
) WITHOUT ROWID
-- step
CREATE TABLE map_finding (        -- what map wants a person to look at
    id       INTEGER PRIMARY KEY,
    site     TEXT NOT NULL,
    url      TEXT,
    rule     TEXT NOT NULL,
    severity TEXT NOT NULL,
    message  TEXT NOT NULL,
    evidence TEXT
)
-- step
CREATE TABLE duplicate_cluster (
    id     INTEGER PRIMARY KEY,
    site   TEXT NOT NULL,         -- of the survivor
    url    TEXT NOT NULL,
    reason TEXT NOT NULL
)
-- step
CREATE TABLE duplicate_member (   -- all members, the survivor too
    cluster    INTEGER NOT NULL REFERENCES duplicate_cluster(id),
    position   INTEGER NOT NULL,
    site       TEXT NOT NULL,
    article    INTEGER NOT NULL,  -- id in the site's staging
    url        TEXT NOT NULL,
    relation   TEXT NOT NULL,     -- exact|near|repost
    similarity REAL NOT NULL,
    survivor   INTEGER NOT NULL,
    shown_in   TEXT NOT NULL,     -- JSON array: standard columns of its own site it is placed in
    PRIMARY KEY (cluster, position)
) WITHOUT ROWID
-- step
CREATE UNIQUE INDEX duplicate_member_article ON duplicate_member(site, article)
-- step
CREATE TABLE article_relation (   -- related articles that stay apart
    site          TEXT NOT NULL,
    article       INTEGER NOT NULL,  -- id in the site's staging
    url           TEXT NOT NULL,
    relation      TEXT NOT NULL,     -- revision|excerpt|unsure|interprets
    other_site    TEXT NOT NULL,
    other_article INTEGER NOT NULL,
    other_url     TEXT NOT NULL,
    similarity    REAL,
    reason        TEXT NOT NULL,
    PRIMARY KEY (site, article, relation, other_site, other_article)
) WITHOUT ROWID
-- step
CREATE TABLE policy_document (    -- what policy documents say of themselves
    site         TEXT NOT NULL,
    article      INTEGER NOT NULL,   -- id in the site's staging
    url          TEXT NOT NULL,
    title        TEXT NOT NULL,
    number       TEXT,
    issuer       TEXT,
    written      TEXT,               -- days, ISO 8601
    effective    TEXT,
    expires      TEXT,
    validity     TEXT,               -- 现行有效|已修改|已废止|已失效
    index_number TEXT,
    subject      TEXT,
    found_by     TEXT NOT NULL,
    PRIMARY KEY (site, article)
) WITHOUT ROWID
-- step
CREATE TABLE article_print (      -- kept from run to run: what is compared of a text, made once a content
    site         TEXT NOT NULL,
    url          TEXT NOT NULL,
    content_hash TEXT NOT NULL,
    version      INTEGER NOT NULL,
    print        TEXT NOT NULL,   -- base64 of TextPrint
    PRIMARY KEY (site, url)
) WITHOUT ROWID
-- step
CREATE TABLE tenant (
    site      TEXT PRIMARY KEY,
    host      TEXT NOT NULL,
    base_path TEXT NOT NULL,
    home      TEXT NOT NULL,
    rule      TEXT NOT NULL,
    reason    TEXT NOT NULL,
    standard  INTEGER NOT NULL
) WITHOUT ROWID
-- step
CREATE TABLE tenant_column (      -- standard columns in use, per tenant, and the columns above them
    site     TEXT NOT NULL,
    code     TEXT NOT NULL,
    url      TEXT NOT NULL,
    PRIMARY KEY (site, code)
) WITHOUT ROWID
-- step
CREATE TABLE address (            -- every address ever seen on a site and what becomes of it
    key      TEXT NOT NULL,       -- host and target without scheme, alias hosts folded
    site     TEXT NOT NULL,
    resource INTEGER NOT NULL,    -- id in the site's staging
    url      TEXT NOT NULL,       -- as seen
    own      INTEGER NOT NULL,    -- 1 on a host of this site
    entity   TEXT NOT NULL,       -- column|article|page|letter|attachment|image|asset|other
    outcome  TEXT NOT NULL,       -- loaded|merged|dropped|failed
    target   TEXT,                -- new address; NULL when dropped or failed
    reason   TEXT,
    parent   TEXT,                -- of what is dropped with its column: the nearest kept column above, else NULL
    answers  INTEGER NOT NULL,    -- 1 on the one row of a key that links and redirects follow
    PRIMARY KEY (key, site, resource)
) WITHOUT ROWID
-- step
CREATE UNIQUE INDEX address_site ON address(site, resource)
-- step
CREATE TABLE article_address (    -- the new address of every article that is loaded itself
    site    TEXT NOT NULL,
    article INTEGER NOT NULL,     -- id in the site's staging
    url     TEXT NOT NULL UNIQUE,
    PRIMARY KEY (site, article)
) WITHOUT ROWID
