-- A plan: what apply will do, row by row, and what the dry run learnt on the way. Written once, then read only.
CREATE TABLE plan_info (
    name  TEXT PRIMARY KEY,       -- hash, map_input, map_output, revision, ...
    value TEXT NOT NULL
) WITHOUT ROWID
-- step
CREATE TABLE plan_row (
    seq           INTEGER PRIMARY KEY, -- the order of execution
    site          TEXT NOT NULL,
    entity        TEXT NOT NULL,       -- taxonomy|tenant|column|file|article|address
    key           TEXT NOT NULL,
    action        TEXT NOT NULL,       -- create|update|unchanged|retire|conflict
    source        TEXT,                -- old address, or what stands for it
    target        TEXT,                -- new address
    title         TEXT,                -- for people
    desired_hash  TEXT,                -- NULL for retire
    platform_hash TEXT,                -- of the platform's row when the plan was made; NULL when there is none
    changes       TEXT NOT NULL,       -- JSON object: field -> [old, new]
    reason        TEXT NOT NULL,
    rows          TEXT NOT NULL,       -- what it writes: table, number, table, number, ...
    kept          TEXT NOT NULL        -- fields in which people's values stay, with blanks between
)
-- step
CREATE UNIQUE INDEX plan_row_key ON plan_row(entity, key)
-- step
CREATE TABLE link (               -- the ledger: a line per link of every migrated body
    seq       INTEGER PRIMARY KEY,
    site      TEXT NOT NULL,
    page      TEXT NOT NULL,
    href      TEXT NOT NULL,
    url       TEXT,
    kind      TEXT NOT NULL,
    found_in  TEXT NOT NULL,
    rewritten INTEGER NOT NULL,
    target    TEXT,
    status    TEXT NOT NULL       -- ok|parent|dead|parked|reported|unchecked
)
-- step
CREATE TABLE redirect (           -- one answer per old address, on the main host of its site
    key    TEXT PRIMARY KEY,      -- host and target without scheme; ends in /* for directories
    site   TEXT NOT NULL,
    url    TEXT NOT NULL,         -- on the main host, with the scheme it was seen with
    target TEXT,                  -- NULL: none
    status INTEGER NOT NULL,      -- 301|302|410|404 undecided|200 stays
    reason TEXT,
    suggested TEXT,               -- for the notice of a 410
    archive   TEXT,
    self   INTEGER NOT NULL       -- 1: the new address is the old one; only alias hosts are redirected
) WITHOUT ROWID
-- step
CREATE TABLE plan_finding (
    id       INTEGER PRIMARY KEY,
    site     TEXT NOT NULL,
    url      TEXT,
    rule     TEXT NOT NULL,
    severity TEXT NOT NULL,
    message  TEXT NOT NULL,
    evidence TEXT
)
