-- The consolidated platform on SQLite: sites as tenants, standard columns, articles and all that hangs on them.
CREATE TABLE platform_revision (  -- counts changes of content rows, whoever makes them
    one     INTEGER PRIMARY KEY CHECK (one = 1),
    value   INTEGER NOT NULL,
    loading INTEGER NOT NULL    -- 1 inside a transaction of the loader, which counts as one change
)
-- step
INSERT INTO platform_revision(one, value, loading) VALUES (1, 0, 0)
-- step
-- standard columns in use
CREATE TABLE "taxonomy_column" (
    "code"   TEXT NOT NULL PRIMARY KEY,
    "parent" TEXT REFERENCES "taxonomy_column"("code"),
    "name"   TEXT NOT NULL,
    "level"  INTEGER NOT NULL
) WITHOUT ROWID
-- step
-- a site of the platform
CREATE TABLE "tenant" (
    "id"        INTEGER PRIMARY KEY,
    "site"      TEXT NOT NULL,
    "name"      TEXT NOT NULL,
    "code"      TEXT,
    "level"     TEXT,
    "host"      TEXT NOT NULL,
    "base_path" TEXT NOT NULL,
    "home"      TEXT NOT NULL,
    UNIQUE ("site"),
    UNIQUE ("home")
)
-- step
-- the hosts the old site answered on; position 0: the main one
CREATE TABLE "tenant_host" (
    "host"     TEXT NOT NULL PRIMARY KEY,
    "tenant"   INTEGER NOT NULL REFERENCES "tenant"("id"),
    "position" INTEGER NOT NULL
) WITHOUT ROWID
-- step
CREATE INDEX "tenant_host_tenant" ON "tenant_host" ("tenant")
-- step
-- a standard column of a tenant; retired: why it is no longer shown
CREATE TABLE "tenant_column" (
    "id"      INTEGER PRIMARY KEY,
    "tenant"  INTEGER NOT NULL REFERENCES "tenant"("id"),
    "code"    TEXT NOT NULL REFERENCES "taxonomy_column"("code"),
    "url"     TEXT NOT NULL,
    "retired" TEXT,
    UNIQUE ("url"),
    UNIQUE ("tenant", "code")
)
-- step
-- contents in the file store, named by their hash
CREATE TABLE "file" (
    "sha256" TEXT NOT NULL PRIMARY KEY,
    "bytes"  INTEGER NOT NULL
) WITHOUT ROWID
-- step
-- the addresses a tenant serves contents under
CREATE TABLE "tenant_file" (
    "id"         INTEGER PRIMARY KEY,
    "tenant"     INTEGER NOT NULL REFERENCES "tenant"("id"),
    "sha256"     TEXT NOT NULL REFERENCES "file"("sha256"),
    "url"        TEXT NOT NULL,
    "media_type" TEXT,
    "retired"    TEXT,
    UNIQUE ("url"),
    UNIQUE ("tenant", "sha256")
)
-- step
CREATE INDEX "tenant_file_sha256" ON "tenant_file" ("sha256")
-- step
-- kind: article|page|policy|interpretation|letter; document: JSON object; keywords: JSON array
CREATE TABLE "article" (
    "id"          INTEGER PRIMARY KEY,
    "tenant"      INTEGER NOT NULL REFERENCES "tenant"("id"),
    "main_column" INTEGER NOT NULL REFERENCES "tenant_column"("id"),
    "url"         TEXT NOT NULL,
    "source_url"  TEXT NOT NULL,
    "kind"        TEXT NOT NULL,
    "title"       TEXT NOT NULL,
    "subtitle"    TEXT,
    "published"   TEXT,
    "updated"     TEXT,
    "source"      TEXT,
    "author"      TEXT,
    "editor"      TEXT,
    "language"    TEXT,
    "document"    TEXT,
    "keywords"    TEXT,
    "body_html"   TEXT NOT NULL,
    "body_text"   TEXT NOT NULL,
    "retired"     TEXT,
    UNIQUE ("url")
)
-- step
CREATE INDEX "article_tenant" ON "article" ("tenant", "published")
-- step
-- an article shown in a column, also of other tenants; position 0: the main one
CREATE TABLE "placement" (
    "article"       INTEGER NOT NULL REFERENCES "article"("id"),
    "position"      INTEGER NOT NULL,
    "tenant_column" INTEGER NOT NULL REFERENCES "tenant_column"("id"),
    PRIMARY KEY ("article", "position")
) WITHOUT ROWID
-- step
CREATE INDEX "placement_tenant_column" ON "placement" ("tenant_column")
-- step
-- role: attachment|image; status: ok|missing|html|empty|external
CREATE TABLE "attachment" (
    "article"    INTEGER NOT NULL REFERENCES "article"("id"),
    "position"   INTEGER NOT NULL,
    "role"       TEXT NOT NULL,
    "name"       TEXT,
    "url"        TEXT,
    "sha256"     TEXT REFERENCES "file"("sha256"),
    "bytes"      INTEGER NOT NULL,
    "media_type" TEXT,
    "status"     TEXT NOT NULL,
    PRIMARY KEY ("article", "position")
) WITHOUT ROWID
-- step
CREATE INDEX "attachment_sha256" ON "attachment" ("sha256")
-- step
-- a letter and its reply
CREATE TABLE "letter" (
    "article"   INTEGER NOT NULL PRIMARY KEY REFERENCES "article"("id"),
    "number"    TEXT,
    "sender"    TEXT,
    "type"      TEXT,
    "question"  TEXT NOT NULL,
    "asked"     TEXT,
    "reply"     TEXT,
    "replied"   TEXT,
    "replier"   TEXT,
    "status"    TEXT,
    "is_public" INTEGER NOT NULL
)
-- step
-- what every address of the old site answers; key: host and target without scheme; status: 301|410
CREATE TABLE "old_url" (
    "key"    TEXT NOT NULL PRIMARY KEY,
    "tenant" INTEGER NOT NULL REFERENCES "tenant"("id"),
    "url"    TEXT NOT NULL,
    "target" TEXT,
    "status" INTEGER NOT NULL,
    "reason" TEXT
) WITHOUT ROWID
-- step
CREATE INDEX "old_url_tenant" ON "old_url" ("tenant")
-- step
-- one run of apply or rollback; state: running|done; revision: of the platform after its newest transaction; clean
-- 1: nothing was changed by others; written: JSON object table -> rows
CREATE TABLE "batch" (
    "id"        INTEGER NOT NULL PRIMARY KEY,
    "kind"      TEXT NOT NULL,
    "plan_hash" TEXT NOT NULL,
    "state"     TEXT NOT NULL,
    "revision"  INTEGER NOT NULL,
    "clean"     INTEGER NOT NULL,
    "records"   INTEGER NOT NULL,
    "written"   TEXT NOT NULL,
    UNIQUE ("plan_hash")
)
-- step
-- the id map: what was loaded from where, as which row, with which content (hash of the record as last written; fields: a short
-- hash for each field as the source had it, to tell what people changed)
CREATE TABLE "identity" (
    "entity"  TEXT NOT NULL,
    "key"     TEXT NOT NULL,
    "site"    TEXT NOT NULL,
    "id"      INTEGER NOT NULL,
    "hash"    TEXT NOT NULL,
    "batch"   INTEGER NOT NULL REFERENCES "batch"("id"),
    "retired" INTEGER NOT NULL,
    "fields"  TEXT NOT NULL,
    PRIMARY KEY ("entity", "key")
) WITHOUT ROWID
-- step
CREATE INDEX "identity_site" ON "identity" ("site", "entity", "key")
-- step
-- what a batch did to a record; seq: of the plan row; before: JSON of the rows it found; undone: batch that took
-- it back, 0 none
CREATE TABLE "journal" (
    "batch"       INTEGER NOT NULL REFERENCES "batch"("id"),
    "seq"         INTEGER NOT NULL,
    "site"        TEXT NOT NULL,
    "entity"      TEXT NOT NULL,
    "key"         TEXT NOT NULL,
    "action"      TEXT NOT NULL,
    "before_hash" TEXT,
    "hash"        TEXT,
    "before"      TEXT,
    "undone"      INTEGER NOT NULL,
    PRIMARY KEY ("batch", "seq")
) WITHOUT ROWID
-- step
CREATE TRIGGER "revise_taxonomy_column_insert" AFTER INSERT ON "taxonomy_column" WHEN (SELECT loading FROM platform_revision) = 0
BEGIN UPDATE platform_revision SET value = value + 1; END
-- step
CREATE TRIGGER "revise_taxonomy_column_update" AFTER UPDATE ON "taxonomy_column" WHEN (SELECT loading FROM platform_revision) = 0
BEGIN UPDATE platform_revision SET value = value + 1; END
-- step
CREATE TRIGGER "revise_taxonomy_column_delete" AFTER DELETE ON "taxonomy_column" WHEN (SELECT loading FROM platform_revision) = 0
BEGIN UPDATE platform_revision SET value = value + 1; END
-- step
CREATE TRIGGER "revise_tenant_insert" AFTER INSERT ON "tenant" WHEN (SELECT loading FROM platform_revision) = 0
BEGIN UPDATE platform_revision SET value = value + 1; END
-- step
CREATE TRIGGER "revise_tenant_update" AFTER UPDATE ON "tenant" WHEN (SELECT loading FROM platform_revision) = 0
BEGIN UPDATE platform_revision SET value = value + 1; END
-- step
CREATE TRIGGER "revise_tenant_delete" AFTER DELETE ON "tenant" WHEN (SELECT loading FROM platform_revision) = 0
BEGIN UPDATE platform_revision SET value = value + 1; END
-- step
CREATE TRIGGER "revise_tenant_host_insert" AFTER INSERT ON "tenant_host" WHEN (SELECT loading FROM platform_revision) = 0
BEGIN UPDATE platform_revision SET value = value + 1; END
-- step
CREATE TRIGGER "revise_tenant_host_update" AFTER UPDATE ON "tenant_host" WHEN (SELECT loading FROM platform_revision) = 0
BEGIN UPDATE platform_revision SET value = value + 1; END
-- step
CREATE TRIGGER "revise_tenant_host_delete" AFTER DELETE ON "tenant_host" WHEN (SELECT loading FROM platform_revision) = 0
BEGIN UPDATE platform_revision SET value = value + 1; END
-- step
CREATE TRIGGER "revise_tenant_column_insert" AFTER INSERT ON "tenant_column" WHEN (SELECT loading FROM platform_revision) = 0
BEGIN UPDATE platform_revision SET value = value + 1; END
-- step
CREATE TRIGGER "revise_tenant_column_update" AFTER UPDATE ON "tenant_column" WHEN (SELECT loading FROM platform_revision) = 0
BEGIN UPDATE platform_revision SET value = value + 1; END
-- step
CREATE TRIGGER "revise_tenant_column_delete" AFTER DELETE ON "tenant_column" WHEN (SELECT loading FROM platform_revision) = 0
BEGIN UPDATE platform_revision SET value = value + 1; END
-- step
CREATE TRIGGER "revise_file_insert" AFTER INSERT ON "file" WHEN (SELECT loading FROM platform_revision) = 0
BEGIN UPDATE platform_revision SET value = value + 1; END
-- step
CREATE TRIGGER "revise_file_update" AFTER UPDATE ON "file" WHEN (SELECT loading FROM platform_revision) = 0
BEGIN UPDATE platform_revision SET value = value + 1; END
-- step
CREATE TRIGGER "revise_file_delete" AFTER DELETE ON "file" WHEN (SELECT loading FROM platform_revision) = 0
BEGIN UPDATE platform_revision SET value = value + 1; END
-- step
CREATE TRIGGER "revise_tenant_file_insert" AFTER INSERT ON "tenant_file" WHEN (SELECT loading FROM platform_revision) = 0
BEGIN UPDATE platform_revision SET value = value + 1; END
-- step
CREATE TRIGGER "revise_tenant_file_update" AFTER UPDATE ON "tenant_file" WHEN (SELECT loading FROM platform_revision) = 0
BEGIN UPDATE platform_revision SET value = value + 1; END
-- step
CREATE TRIGGER "revise_tenant_file_delete" AFTER DELETE ON "tenant_file" WHEN (SELECT loading FROM platform_revision) = 0
BEGIN UPDATE platform_revision SET value = value + 1; END
-- step
CREATE TRIGGER "revise_article_insert" AFTER INSERT ON "article" WHEN (SELECT loading FROM platform_revision) = 0
BEGIN UPDATE platform_revision SET value = value + 1; END
-- step
CREATE TRIGGER "revise_article_update" AFTER UPDATE ON "article" WHEN (SELECT loading FROM platform_revision) = 0
BEGIN UPDATE platform_revision SET value = value + 1; END
-- step
CREATE TRIGGER "revise_article_delete" AFTER DELETE ON "article" WHEN (SELECT loading FROM platform_revision) = 0
BEGIN UPDATE platform_revision SET value = value + 1; END
-- step
CREATE TRIGGER "revise_placement_insert" AFTER INSERT ON "placement" WHEN (SELECT loading FROM platform_revision) = 0
BEGIN UPDATE platform_revision SET value = value + 1; END
-- step
CREATE TRIGGER "revise_placement_update" AFTER UPDATE ON "placement" WHEN (SELECT loading FROM platform_revision) = 0
BEGIN UPDATE platform_revision SET value = value + 1; END
-- step
CREATE TRIGGER "revise_placement_delete" AFTER DELETE ON "placement" WHEN (SELECT loading FROM platform_revision) = 0
BEGIN UPDATE platform_revision SET value = value + 1; END
-- step
CREATE TRIGGER "revise_attachment_insert" AFTER INSERT ON "attachment" WHEN (SELECT loading FROM platform_revision) = 0
BEGIN UPDATE platform_revision SET value = value + 1; END
-- step
CREATE TRIGGER "revise_attachment_update" AFTER UPDATE ON "attachment" WHEN (SELECT loading FROM platform_revision) = 0
BEGIN UPDATE platform_revision SET value = value + 1; END
-- step
CREATE TRIGGER "revise_attachment_delete" AFTER DELETE ON "attachment" WHEN (SELECT loading FROM platform_revision) = 0
BEGIN UPDATE platform_revision SET value = value + 1; END
-- step
CREATE TRIGGER "revise_letter_insert" AFTER INSERT ON "letter" WHEN (SELECT loading FROM platform_revision) = 0
BEGIN UPDATE platform_revision SET value = value + 1; END
-- step
CREATE TRIGGER "revise_letter_update" AFTER UPDATE ON "letter" WHEN (SELECT loading FROM platform_revision) = 0
BEGIN UPDATE platform_revision SET value = value + 1; END
-- step
CREATE TRIGGER "revise_letter_delete" AFTER DELETE ON "letter" WHEN (SELECT loading FROM platform_revision) = 0
BEGIN UPDATE platform_revision SET value = value + 1; END
-- step
CREATE TRIGGER "revise_old_url_insert" AFTER INSERT ON "old_url" WHEN (SELECT loading FROM platform_revision) = 0
BEGIN UPDATE platform_revision SET value = value + 1; END
-- step
CREATE TRIGGER "revise_old_url_update" AFTER UPDATE ON "old_url" WHEN (SELECT loading FROM platform_revision) = 0
BEGIN UPDATE platform_revision SET value = value + 1; END
-- step
CREATE TRIGGER "revise_old_url_delete" AFTER DELETE ON "old_url" WHEN (SELECT loading FROM platform_revision) = 0
BEGIN UPDATE platform_revision SET value = value + 1; END
