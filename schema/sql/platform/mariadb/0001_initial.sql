-- The consolidated platform on MariaDB: sites as tenants, standard columns, articles and all that hangs on them.
-- Definitions commit by themselves here, so that each can be run again after an interrupted upgrade.
CREATE TABLE IF NOT EXISTS platform_revision (  -- counts changes of content rows, whoever makes them
    one     BIGINT PRIMARY KEY CHECK (one = 1),
    value   BIGINT NOT NULL,
    loading BIGINT NOT NULL
) ENGINE=InnoDB
-- step
INSERT IGNORE INTO platform_revision(one, value, loading) VALUES (1, 0, 0)
-- step
-- standard columns in use
CREATE TABLE IF NOT EXISTS "taxonomy_column" (
    "code"   VARCHAR(64) NOT NULL PRIMARY KEY,
    "parent" VARCHAR(64),
    "name"   LONGTEXT NOT NULL,
    "level"  BIGINT NOT NULL,
    FOREIGN KEY ("parent") REFERENCES "taxonomy_column"("code")
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_nopad_bin
-- step
-- a site of the platform
CREATE TABLE IF NOT EXISTS "tenant" (
    "id"        BIGINT AUTO_INCREMENT PRIMARY KEY,
    "site"      VARCHAR(64) NOT NULL,
    "name"      LONGTEXT NOT NULL,
    "code"      LONGTEXT,
    "level"     LONGTEXT,
    "host"      LONGTEXT NOT NULL,
    "base_path" LONGTEXT NOT NULL,
    "home"      VARCHAR(680) NOT NULL,
    UNIQUE ("site"),
    UNIQUE ("home")
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_nopad_bin
-- step
-- the hosts the old site answered on; position 0: the main one
CREATE TABLE IF NOT EXISTS "tenant_host" (
    "host"     VARCHAR(255) NOT NULL PRIMARY KEY,
    "tenant"   BIGINT NOT NULL,
    "position" BIGINT NOT NULL,
    FOREIGN KEY ("tenant") REFERENCES "tenant"("id")
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_nopad_bin
-- step
CREATE INDEX IF NOT EXISTS "tenant_host_tenant" ON "tenant_host" ("tenant")
-- step
-- a standard column of a tenant; retired: why it is no longer shown
CREATE TABLE IF NOT EXISTS "tenant_column" (
    "id"      BIGINT AUTO_INCREMENT PRIMARY KEY,
    "tenant"  BIGINT NOT NULL,
    "code"    VARCHAR(64) NOT NULL,
    "url"     VARCHAR(680) NOT NULL,
    "retired" LONGTEXT,
    UNIQUE ("url"),
    UNIQUE ("tenant", "code"),
    FOREIGN KEY ("tenant") REFERENCES "tenant"("id"),
    FOREIGN KEY ("code") REFERENCES "taxonomy_column"("code")
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_nopad_bin
-- step
-- contents in the file store, named by their hash
CREATE TABLE IF NOT EXISTS "file" (
    "sha256" VARCHAR(64) NOT NULL PRIMARY KEY,
    "bytes"  BIGINT NOT NULL
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_nopad_bin
-- step
-- the addresses a tenant serves contents under
CREATE TABLE IF NOT EXISTS "tenant_file" (
    "id"         BIGINT AUTO_INCREMENT PRIMARY KEY,
    "tenant"     BIGINT NOT NULL,
    "sha256"     VARCHAR(64) NOT NULL,
    "url"        VARCHAR(680) NOT NULL,
    "media_type" LONGTEXT,
    "retired"    LONGTEXT,
    UNIQUE ("url"),
    UNIQUE ("tenant", "sha256"),
    FOREIGN KEY ("tenant") REFERENCES "tenant"("id"),
    FOREIGN KEY ("sha256") REFERENCES "file"("sha256")
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_nopad_bin
-- step
CREATE INDEX IF NOT EXISTS "tenant_file_sha256" ON "tenant_file" ("sha256")
-- step
-- kind: article|page|policy|interpretation|letter; document: JSON object; keywords: JSON array
CREATE TABLE IF NOT EXISTS "article" (
    "id"          BIGINT AUTO_INCREMENT PRIMARY KEY,
    "tenant"      BIGINT NOT NULL,
    "main_column" BIGINT NOT NULL,
    "url"         VARCHAR(680) NOT NULL,
    "source_url"  LONGTEXT NOT NULL,
    "kind"        LONGTEXT NOT NULL,
    "title"       LONGTEXT NOT NULL,
    "subtitle"    LONGTEXT,
    "published"   VARCHAR(32),
    "updated"     LONGTEXT,
    "source"      LONGTEXT,
    "author"      LONGTEXT,
    "editor"      LONGTEXT,
    "language"    LONGTEXT,
    "document"    LONGTEXT,
    "keywords"    LONGTEXT,
    "body_html"   LONGTEXT NOT NULL,
    "body_text"   LONGTEXT NOT NULL,
    "retired"     LONGTEXT,
    UNIQUE ("url"),
    FOREIGN KEY ("tenant") REFERENCES "tenant"("id"),
    FOREIGN KEY ("main_column") REFERENCES "tenant_column"("id")
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_nopad_bin
-- step
CREATE INDEX IF NOT EXISTS "article_tenant" ON "article" ("tenant", "published")
-- step
-- an article shown in a column, also of other tenants; position 0: the main one
CREATE TABLE IF NOT EXISTS "placement" (
    "article"       BIGINT NOT NULL,
    "position"      BIGINT NOT NULL,
    "tenant_column" BIGINT NOT NULL,
    PRIMARY KEY ("article", "position"),
    FOREIGN KEY ("article") REFERENCES "article"("id"),
    FOREIGN KEY ("tenant_column") REFERENCES "tenant_column"("id")
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_nopad_bin
-- step
CREATE INDEX IF NOT EXISTS "placement_tenant_column" ON "placement" ("tenant_column")
-- step
-- role: attachment|image; status: ok|missing|html|empty|external
CREATE TABLE IF NOT EXISTS "attachment" (
    "article"    BIGINT NOT NULL,
    "position"   BIGINT NOT NULL,
    "role"       LONGTEXT NOT NULL,
    "name"       LONGTEXT,
    "url"        LONGTEXT,
    "sha256"     VARCHAR(64),
    "bytes"      BIGINT NOT NULL,
    "media_type" LONGTEXT,
    "status"     LONGTEXT NOT NULL,
    PRIMARY KEY ("article", "position"),
    FOREIGN KEY ("article") REFERENCES "article"("id"),
    FOREIGN KEY ("sha256") REFERENCES "file"("sha256")
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_nopad_bin
-- step
CREATE INDEX IF NOT EXISTS "attachment_sha256" ON "attachment" ("sha256")
-- step
-- a letter and its reply
CREATE TABLE IF NOT EXISTS "letter" (
    "article"   BIGINT NOT NULL PRIMARY KEY,
    "number"    LONGTEXT,
    "sender"    LONGTEXT,
    "type"      LONGTEXT,
    "question"  LONGTEXT NOT NULL,
    "asked"     LONGTEXT,
    "reply"     LONGTEXT,
    "replied"   LONGTEXT,
    "replier"   LONGTEXT,
    "status"    LONGTEXT,
    "is_public" BIGINT NOT NULL,
    FOREIGN KEY ("article") REFERENCES "article"("id")
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_nopad_bin
-- step
-- what every address of the old site answers; key: host and target without scheme; status: 301|410
CREATE TABLE IF NOT EXISTS "old_url" (
    "key"    VARCHAR(680) NOT NULL PRIMARY KEY,
    "tenant" BIGINT NOT NULL,
    "url"    LONGTEXT NOT NULL,
    "target" LONGTEXT,
    "status" BIGINT NOT NULL,
    "reason" LONGTEXT,
    FOREIGN KEY ("tenant") REFERENCES "tenant"("id")
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_nopad_bin
-- step
CREATE INDEX IF NOT EXISTS "old_url_tenant" ON "old_url" ("tenant")
-- step
-- one run of apply or rollback; state: running|done; revision: of the platform after its newest transaction; clean
-- 1: nothing was changed by others; written: JSON object table -> rows
CREATE TABLE IF NOT EXISTS "batch" (
    "id"        BIGINT NOT NULL PRIMARY KEY,
    "kind"      VARCHAR(16) NOT NULL,
    "plan_hash" VARCHAR(64) NOT NULL,
    "state"     VARCHAR(16) NOT NULL,
    "revision"  BIGINT NOT NULL,
    "clean"     BIGINT NOT NULL,
    "records"   BIGINT NOT NULL,
    "written"   LONGTEXT NOT NULL,
    UNIQUE ("plan_hash")
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_nopad_bin
-- step
-- the id map: what was loaded from where, as which row, with which content (hash of the record as last written; fields: a short
-- hash for each field as the source had it, to tell what people changed)
CREATE TABLE IF NOT EXISTS "identity" (
    "entity"  VARCHAR(16) NOT NULL,
    "key"     VARCHAR(680) NOT NULL,
    "site"    VARCHAR(64) NOT NULL,
    "id"      BIGINT NOT NULL,
    "hash"    VARCHAR(64) NOT NULL,
    "batch"   BIGINT NOT NULL,
    "retired" BIGINT NOT NULL,
    "fields"  LONGTEXT NOT NULL,
    PRIMARY KEY ("entity", "key"),
    FOREIGN KEY ("batch") REFERENCES "batch"("id")
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_nopad_bin
-- step
CREATE INDEX IF NOT EXISTS "identity_site" ON "identity" ("site", "entity", "key")
-- step
-- what a batch did to a record; seq: of the plan row; before: JSON of the rows it found; undone: batch that took
-- it back, 0 none
CREATE TABLE IF NOT EXISTS "journal" (
    "batch"       BIGINT NOT NULL,
    "seq"         BIGINT NOT NULL,
    "site"        VARCHAR(64) NOT NULL,
    "entity"      VARCHAR(16) NOT NULL,
    "key"         VARCHAR(680) NOT NULL,
    "action"      VARCHAR(16) NOT NULL,
    "before_hash" VARCHAR(64),
    "hash"        VARCHAR(64),
    "before"      LONGTEXT,
    "undone"      BIGINT NOT NULL,
    PRIMARY KEY ("batch", "seq"),
    FOREIGN KEY ("batch") REFERENCES "batch"("id")
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_nopad_bin
-- step
CREATE TRIGGER IF NOT EXISTS "revise_taxonomy_column_insert" AFTER INSERT ON "taxonomy_column" FOR EACH ROW
IF @guiyi_loading IS NULL THEN UPDATE platform_revision SET value = value + 1; END IF
-- step
CREATE TRIGGER IF NOT EXISTS "revise_taxonomy_column_update" AFTER UPDATE ON "taxonomy_column" FOR EACH ROW
IF @guiyi_loading IS NULL THEN UPDATE platform_revision SET value = value + 1; END IF
-- step
CREATE TRIGGER IF NOT EXISTS "revise_taxonomy_column_delete" AFTER DELETE ON "taxonomy_column" FOR EACH ROW
IF @guiyi_loading IS NULL THEN UPDATE platform_revision SET value = value + 1; END IF
-- step
CREATE TRIGGER IF NOT EXISTS "revise_tenant_insert" AFTER INSERT ON "tenant" FOR EACH ROW
IF @guiyi_loading IS NULL THEN UPDATE platform_revision SET value = value + 1; END IF
-- step
CREATE TRIGGER IF NOT EXISTS "revise_tenant_update" AFTER UPDATE ON "tenant" FOR EACH ROW
IF @guiyi_loading IS NULL THEN UPDATE platform_revision SET value = value + 1; END IF
-- step
CREATE TRIGGER IF NOT EXISTS "revise_tenant_delete" AFTER DELETE ON "tenant" FOR EACH ROW
IF @guiyi_loading IS NULL THEN UPDATE platform_revision SET value = value + 1; END IF
-- step
CREATE TRIGGER IF NOT EXISTS "revise_tenant_host_insert" AFTER INSERT ON "tenant_host" FOR EACH ROW
IF @guiyi_loading IS NULL THEN UPDATE platform_revision SET value = value + 1; END IF
-- step
CREATE TRIGGER IF NOT EXISTS "revise_tenant_host_update" AFTER UPDATE ON "tenant_host" FOR EACH ROW
IF @guiyi_loading IS NULL THEN UPDATE platform_revision SET value = value + 1; END IF
-- step
CREATE TRIGGER IF NOT EXISTS "revise_tenant_host_delete" AFTER DELETE ON "tenant_host" FOR EACH ROW
IF @guiyi_loading IS NULL THEN UPDATE platform_revision SET value = value + 1; END IF
-- step
CREATE TRIGGER IF NOT EXISTS "revise_tenant_column_insert" AFTER INSERT ON "tenant_column" FOR EACH ROW
IF @guiyi_loading IS NULL THEN UPDATE platform_revision SET value = value + 1; END IF
-- step
CREATE TRIGGER IF NOT EXISTS "revise_tenant_column_update" AFTER UPDATE ON "tenant_column" FOR EACH ROW
IF @guiyi_loading IS NULL THEN UPDATE platform_revision SET value = value + 1; END IF
-- step
CREATE TRIGGER IF NOT EXISTS "revise_tenant_column_delete" AFTER DELETE ON "tenant_column" FOR EACH ROW
IF @guiyi_loading IS NULL THEN UPDATE platform_revision SET value = value + 1; END IF
-- step
CREATE TRIGGER IF NOT EXISTS "revise_file_insert" AFTER INSERT ON "file" FOR EACH ROW
IF @guiyi_loading IS NULL THEN UPDATE platform_revision SET value = value + 1; END IF
-- step
CREATE TRIGGER IF NOT EXISTS "revise_file_update" AFTER UPDATE ON "file" FOR EACH ROW
IF @guiyi_loading IS NULL THEN UPDATE platform_revision SET value = value + 1; END IF
-- step
CREATE TRIGGER IF NOT EXISTS "revise_file_delete" AFTER DELETE ON "file" FOR EACH ROW
IF @guiyi_loading IS NULL THEN UPDATE platform_revision SET value = value + 1; END IF
-- step
CREATE TRIGGER IF NOT EXISTS "revise_tenant_file_insert" AFTER INSERT ON "tenant_file" FOR EACH ROW
IF @guiyi_loading IS NULL THEN UPDATE platform_revision SET value = value + 1; END IF
-- step
CREATE TRIGGER IF NOT EXISTS "revise_tenant_file_update" AFTER UPDATE ON "tenant_file" FOR EACH ROW
IF @guiyi_loading IS NULL THEN UPDATE platform_revision SET value = value + 1; END IF
-- step
CREATE TRIGGER IF NOT EXISTS "revise_tenant_file_delete" AFTER DELETE ON "tenant_file" FOR EACH ROW
IF @guiyi_loading IS NULL THEN UPDATE platform_revision SET value = value + 1; END IF
-- step
CREATE TRIGGER IF NOT EXISTS "revise_article_insert" AFTER INSERT ON "article" FOR EACH ROW
IF @guiyi_loading IS NULL THEN UPDATE platform_revision SET value = value + 1; END IF
-- step
CREATE TRIGGER IF NOT EXISTS "revise_article_update" AFTER UPDATE ON "article" FOR EACH ROW
IF @guiyi_loading IS NULL THEN UPDATE platform_revision SET value = value + 1; END IF
-- step
CREATE TRIGGER IF NOT EXISTS "revise_article_delete" AFTER DELETE ON "article" FOR EACH ROW
IF @guiyi_loading IS NULL THEN UPDATE platform_revision SET value = value + 1; END IF
-- step
CREATE TRIGGER IF NOT EXISTS "revise_placement_insert" AFTER INSERT ON "placement" FOR EACH ROW
IF @guiyi_loading IS NULL THEN UPDATE platform_revision SET value = value + 1; END IF
-- step
CREATE TRIGGER IF NOT EXISTS "revise_placement_update" AFTER UPDATE ON "placement" FOR EACH ROW
IF @guiyi_loading IS NULL THEN UPDATE platform_revision SET value = value + 1; END IF
-- step
CREATE TRIGGER IF NOT EXISTS "revise_placement_delete" AFTER DELETE ON "placement" FOR EACH ROW
IF @guiyi_loading IS NULL THEN UPDATE platform_revision SET value = value + 1; END IF
-- step
CREATE TRIGGER IF NOT EXISTS "revise_attachment_insert" AFTER INSERT ON "attachment" FOR EACH ROW
IF @guiyi_loading IS NULL THEN UPDATE platform_revision SET value = value + 1; END IF
-- step
CREATE TRIGGER IF NOT EXISTS "revise_attachment_update" AFTER UPDATE ON "attachment" FOR EACH ROW
IF @guiyi_loading IS NULL THEN UPDATE platform_revision SET value = value + 1; END IF
-- step
CREATE TRIGGER IF NOT EXISTS "revise_attachment_delete" AFTER DELETE ON "attachment" FOR EACH ROW
IF @guiyi_loading IS NULL THEN UPDATE platform_revision SET value = value + 1; END IF
-- step
CREATE TRIGGER IF NOT EXISTS "revise_letter_insert" AFTER INSERT ON "letter" FOR EACH ROW
IF @guiyi_loading IS NULL THEN UPDATE platform_revision SET value = value + 1; END IF
-- step
CREATE TRIGGER IF NOT EXISTS "revise_letter_update" AFTER UPDATE ON "letter" FOR EACH ROW
IF @guiyi_loading IS NULL THEN UPDATE platform_revision SET value = value + 1; END IF
-- step
CREATE TRIGGER IF NOT EXISTS "revise_letter_delete" AFTER DELETE ON "letter" FOR EACH ROW
IF @guiyi_loading IS NULL THEN UPDATE platform_revision SET value = value + 1; END IF
-- step
CREATE TRIGGER IF NOT EXISTS "revise_old_url_insert" AFTER INSERT ON "old_url" FOR EACH ROW
IF @guiyi_loading IS NULL THEN UPDATE platform_revision SET value = value + 1; END IF
-- step
CREATE TRIGGER IF NOT EXISTS "revise_old_url_update" AFTER UPDATE ON "old_url" FOR EACH ROW
IF @guiyi_loading IS NULL THEN UPDATE platform_revision SET value = value + 1; END IF
-- step
CREATE TRIGGER IF NOT EXISTS "revise_old_url_delete" AFTER DELETE ON "old_url" FOR EACH ROW
IF @guiyi_loading IS NULL THEN UPDATE platform_revision SET value = value + 1; END IF
