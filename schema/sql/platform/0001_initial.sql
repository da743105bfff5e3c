-- The consolidated platform on SQLite: sites as tenants, standard columns, articles and all that hangs on them.
CREATE TABLE platform_revision (  -- counts every change of a content row, whoever makes it
    one   INTEGER PRIMARY KEY CHECK (one = 1),
    value INTEGER NOT NULL
)
-- step
INSERT INTO platform_revision(one, value) VALUES (1, 0)
-- step
CREATE TABLE taxonomy_column (
    code   TEXT PRIMARY KEY,
    parent TEXT REFERENCES taxonomy_column(code),
    name   TEXT NOT NULL,
    level  INTEGER NOT NULL
) WITHOUT ROWID
-- step
CREATE TABLE tenant (
    id        INTEGER PRIMARY KEY,
    site      TEXT NOT NULL UNIQUE,
    name      TEXT NOT NULL,
    code      TEXT,
    level     TEXT,
    host      TEXT NOT NULL,
    base_path TEXT NOT NULL,
    home      TEXT NOT NULL UNIQUE
)
-- step
CREATE TABLE tenant_host (        -- the hosts the old site answered on
    host     TEXT PRIMARY KEY,
    tenant   INTEGER NOT NULL REFERENCES tenant(id),
    position INTEGER NOT NULL     -- 0: the main one
) WITHOUT ROWID
-- step
CREATE TABLE tenant_column (
    id      INTEGER PRIMARY KEY,
    tenant  INTEGER NOT NULL REFERENCES tenant(id),
    code    TEXT NOT NULL REFERENCES taxonomy_column(code),
    url     TEXT NOT NULL UNIQUE,
    retired TEXT,                 -- why it is no longer shown; NULL: shown
    UNIQUE (tenant, code)
)
-- step
CREATE TABLE file (               -- contents in the file store, named by their hash
    sha256 TEXT PRIMARY KEY,
    bytes  INTEGER NOT NULL
) WITHOUT ROWID
-- step
CREATE TABLE tenant_file (        -- the addresses a tenant serves contents under
    id         INTEGER PRIMARY KEY,
    tenant     INTEGER NOT NULL REFERENCES tenant(id),
    sha256     TEXT NOT NULL REFERENCES file(sha256),
    url        TEXT NOT NULL UNIQUE,
    media_type TEXT,
    retired    TEXT,
    UNIQUE (tenant, sha256)
)
-- step
CREATE TABLE article (
    id          INTEGER PRIMARY KEY,
    tenant      INTEGER NOT NULL REFERENCES tenant(id),
    main_column INTEGER NOT NULL REFERENCES tenant_column(id),
    url         TEXT NOT NULL UNIQUE,
    source_url  TEXT NOT NULL,
    kind        TEXT NOT NULL,    -- article|page|policy|interpretation|letter
    title       TEXT NOT NULL,
    subtitle    TEXT,
    published   TEXT,
    updated     TEXT,
    source      TEXT,
    author      TEXT,
    editor      TEXT,
    language    TEXT,
    document    TEXT,             -- JSON object
    keywords    TEXT,             -- JSON array
    body_html   TEXT NOT NULL,
    body_text   TEXT NOT NULL,
    retired     TEXT
)
-- step
CREATE INDEX article_tenant ON article(tenant, published)
-- step
CREATE TABLE placement (          -- 一文多栏: also in columns of other tenants
    article       INTEGER NOT NULL REFERENCES article(id),
    position      INTEGER NOT NULL,
    tenant_column INTEGER NOT NULL REFERENCES tenant_column(id),
    PRIMARY KEY (article, position)
) WITHOUT ROWID
-- step
CREATE INDEX placement_column ON placement(tenant_column)
-- step
CREATE TABLE attachment (
    article    INTEGER NOT NULL REFERENCES article(id),
    position   INTEGER NOT NULL,
    role       TEXT NOT NULL,     -- attachment|image
    name       TEXT,
    url        TEXT,
    sha256     TEXT REFERENCES file(sha256),
    bytes      INTEGER NOT NULL,
    media_type TEXT,
    status     TEXT NOT NULL,     -- ok|missing|html|empty|external
    PRIMARY KEY (article, position)
) WITHOUT ROWID
-- step
CREATE INDEX attachment_file ON attachment(sha256)
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
CREATE TABLE old_url (            -- what every address of the old site answers
    key    TEXT PRIMARY KEY,      -- host and target without scheme; alias hosts are in tenant_host
    tenant INTEGER NOT NULL REFERENCES tenant(id),
    url    TEXT NOT NULL,
    target TEXT,
    status INTEGER NOT NULL,      -- 301|302|410|404 undecided|200 stays
    reason TEXT
) WITHOUT ROWID
-- step
CREATE TABLE batch (
    id        INTEGER PRIMARY KEY,
    plan_hash TEXT NOT NULL UNIQUE,
    state     TEXT NOT NULL,      -- running|done
    revision  INTEGER NOT NULL,   -- of the platform after the newest transaction of this batch
    clean     INTEGER NOT NULL,   -- 1: the plan found nothing changed by others
    records   INTEGER NOT NULL,
    rows      INTEGER NOT NULL
)
-- step
CREATE TABLE identity (           -- the id map: what was loaded from where, as which row, with which content
    entity  TEXT NOT NULL,
    key     TEXT NOT NULL,
    site    TEXT NOT NULL,
    id      INTEGER NOT NULL,
    hash    TEXT NOT NULL,        -- of the record as we last wrote it
    batch   INTEGER NOT NULL REFERENCES batch(id),
    retired INTEGER NOT NULL,
    PRIMARY KEY (entity, key)
) WITHOUT ROWID
-- step
CREATE INDEX identity_site ON identity(site, entity, key)
-- step
CREATE TABLE journal (
    batch       INTEGER NOT NULL REFERENCES batch(id),
    seq         INTEGER NOT NULL, -- of the plan row
    entity      TEXT NOT NULL,
    key         TEXT NOT NULL,
    action      TEXT NOT NULL,
    before_hash TEXT,
    hash        TEXT,
    rows        INTEGER NOT NULL,
    PRIMARY KEY (batch, seq)
) WITHOUT ROWID
-- step
CREATE TRIGGER revise_taxonomy_column_insert AFTER INSERT ON taxonomy_column BEGIN UPDATE platform_revision SET value = value + 1; END
-- step
CREATE TRIGGER revise_taxonomy_column_update AFTER UPDATE ON taxonomy_column BEGIN UPDATE platform_revision SET value = value + 1; END
-- step
CREATE TRIGGER revise_taxonomy_column_delete AFTER DELETE ON taxonomy_column BEGIN UPDATE platform_revision SET value = value + 1; END
-- step
CREATE TRIGGER revise_tenant_insert AFTER INSERT ON tenant BEGIN UPDATE platform_revision SET value = value + 1; END
-- step
CREATE TRIGGER revise_tenant_update AFTER UPDATE ON tenant BEGIN UPDATE platform_revision SET value = value + 1; END
-- step
CREATE TRIGGER revise_tenant_delete AFTER DELETE ON tenant BEGIN UPDATE platform_revision SET value = value + 1; END
-- step
CREATE TRIGGER revise_tenant_host_insert AFTER INSERT ON tenant_host BEGIN UPDATE platform_revision SET value = value + 1; END
-- step
CREATE TRIGGER revise_tenant_host_update AFTER UPDATE ON tenant_host BEGIN UPDATE platform_revision SET value = value + 1; END
-- step
CREATE TRIGGER revise_tenant_host_delete AFTER DELETE ON tenant_host BEGIN UPDATE platform_revision SET value = value + 1; END
-- step
CREATE TRIGGER revise_tenant_column_insert AFTER INSERT ON tenant_column BEGIN UPDATE platform_revision SET value = value + 1; END
-- step
CREATE TRIGGER revise_tenant_column_update AFTER UPDATE ON tenant_column BEGIN UPDATE platform_revision SET value = value + 1; END
-- step
CREATE TRIGGER revise_tenant_column_delete AFTER DELETE ON tenant_column BEGIN UPDATE platform_revision SET value = value + 1; END
-- step
CREATE TRIGGER revise_file_insert AFTER INSERT ON file BEGIN UPDATE platform_revision SET value = value + 1; END
-- step
CREATE TRIGGER revise_file_update AFTER UPDATE ON file BEGIN UPDATE platform_revision SET value = value + 1; END
-- step
CREATE TRIGGER revise_file_delete AFTER DELETE ON file BEGIN UPDATE platform_revision SET value = value + 1; END
-- step
CREATE TRIGGER revise_tenant_file_insert AFTER INSERT ON tenant_file BEGIN UPDATE platform_revision SET value = value + 1; END
-- step
CREATE TRIGGER revise_tenant_file_update AFTER UPDATE ON tenant_file BEGIN UPDATE platform_revision SET value = value + 1; END
-- step
CREATE TRIGGER revise_tenant_file_delete AFTER DELETE ON tenant_file BEGIN UPDATE platform_revision SET value = value + 1; END
-- step
CREATE TRIGGER revise_article_insert AFTER INSERT ON article BEGIN UPDATE platform_revision SET value = value + 1; END
-- step
CREATE TRIGGER revise_article_update AFTER UPDATE ON article BEGIN UPDATE platform_revision SET value = value + 1; END
-- step
CREATE TRIGGER revise_article_delete AFTER DELETE ON article BEGIN UPDATE platform_revision SET value = value + 1; END
-- step
CREATE TRIGGER revise_placement_insert AFTER INSERT ON placement BEGIN UPDATE platform_revision SET value = value + 1; END
-- step
CREATE TRIGGER revise_placement_update AFTER UPDATE ON placement BEGIN UPDATE platform_revision SET value = value + 1; END
-- step
CREATE TRIGGER revise_placement_delete AFTER DELETE ON placement BEGIN UPDATE platform_revision SET value = value + 1; END
-- step
CREATE TRIGGER revise_attachment_insert AFTER INSERT ON attachment BEGIN UPDATE platform_revision SET value = value + 1; END
-- step
CREATE TRIGGER revise_attachment_update AFTER UPDATE ON attachment BEGIN UPDATE platform_revision SET value = value + 1; END
-- step
CREATE TRIGGER revise_attachment_delete AFTER DELETE ON attachment BEGIN UPDATE platform_revision SET value = value + 1; END
-- step
CREATE TRIGGER revise_letter_insert AFTER INSERT ON letter BEGIN UPDATE platform_revision SET value = value + 1; END
-- step
CREATE TRIGGER revise_letter_update AFTER UPDATE ON letter BEGIN UPDATE platform_revision SET value = value + 1; END
-- step
CREATE TRIGGER revise_letter_delete AFTER DELETE ON letter BEGIN UPDATE platform_revision SET value = value + 1; END
-- step
CREATE TRIGGER revise_old_url_insert AFTER INSERT ON old_url BEGIN UPDATE platform_revision SET value = value + 1; END
-- step
CREATE TRIGGER revise_old_url_update AFTER UPDATE ON old_url BEGIN UPDATE platform_revision SET value = value + 1; END
-- step
CREATE TRIGGER revise_old_url_delete AFTER DELETE ON old_url BEGIN UPDATE platform_revision SET value = value + 1; END
