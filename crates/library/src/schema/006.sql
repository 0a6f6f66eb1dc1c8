-- Publishers whose keys the user trusts; a key that was replaced is trusted no more.
CREATE TABLE publisher (
    key TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    pinned_at TEXT NOT NULL,
    replaced_by TEXT
) STRICT, WITHOUT ROWID;

-- Packs that came, each with its last version; `undo` says what the import brought.
CREATE TABLE pack (
    id TEXT PRIMARY KEY,
    publisher TEXT NOT NULL REFERENCES publisher (key),
    title TEXT NOT NULL,
    version INTEGER NOT NULL,
    imported_at TEXT NOT NULL,
    manifest TEXT NOT NULL,
    undo TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- Packs that were made here, each with its last version.
CREATE TABLE own_pack (
    title TEXT PRIMARY KEY,
    version INTEGER NOT NULL,
    manifest TEXT NOT NULL,
    made_at TEXT NOT NULL
) STRICT, WITHOUT ROWID;
