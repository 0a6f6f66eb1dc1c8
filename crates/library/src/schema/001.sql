-- The first schema. Additive changes only; never edited after a release.
CREATE TABLE setting (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;

CREATE TABLE batch (
    id INTEGER PRIMARY KEY,
    started_at TEXT NOT NULL,
    finished_at TEXT
) STRICT;

CREATE TABLE batch_item (
    batch INTEGER NOT NULL REFERENCES batch (id),
    n INTEGER NOT NULL,
    path TEXT NOT NULL,
    status TEXT NOT NULL,
    document INTEGER,
    reason TEXT,
    PRIMARY KEY (batch, n)
) STRICT, WITHOUT ROWID;

CREATE TABLE original (sha256 TEXT PRIMARY KEY, bytes INTEGER NOT NULL) STRICT, WITHOUT ROWID;

-- `parent` and `part` order what one file carries: the cover is part 0.
CREATE TABLE document (
    id INTEGER PRIMARY KEY,
    uid TEXT NOT NULL UNIQUE,
    parent INTEGER REFERENCES document (id),
    part INTEGER NOT NULL,
    kind TEXT NOT NULL,
    title TEXT NOT NULL,
    date TEXT,
    speaker TEXT,
    issuer TEXT,
    number TEXT,
    occasion TEXT,
    details TEXT NOT NULL,
    chars INTEGER NOT NULL,
    folded_chars INTEGER NOT NULL,
    blocks INTEGER NOT NULL,
    folded_hash TEXT NOT NULL,
    path TEXT NOT NULL,
    format TEXT NOT NULL,
    encoding TEXT,
    sha256 TEXT NOT NULL REFERENCES original (sha256),
    version INTEGER NOT NULL,
    batch INTEGER NOT NULL REFERENCES batch (id),
    added_at TEXT NOT NULL,
    change INTEGER NOT NULL,
    trashed_at TEXT
) STRICT;
CREATE INDEX document_parent ON document (parent, part);
CREATE INDEX document_path ON document (path);
CREATE INDEX document_sha256 ON document (sha256);
CREATE INDEX document_folded_hash ON document (folded_hash);
CREATE INDEX document_change ON document (change);
CREATE INDEX document_batch ON document (batch);

-- id = document * 2^20 + number of the block: one look-up by key for a passage.
CREATE TABLE block (
    id INTEGER PRIMARY KEY,
    text TEXT NOT NULL,
    kind TEXT NOT NULL,
    level INTEGER NOT NULL,
    numbering TEXT,
    address TEXT NOT NULL
) STRICT;

-- Every earlier text of a document.
CREATE TABLE version (
    document INTEGER NOT NULL REFERENCES document (id),
    n INTEGER NOT NULL,
    sha256 TEXT NOT NULL,
    replaced_at TEXT NOT NULL,
    batch INTEGER NOT NULL,
    row TEXT NOT NULL,
    blocks TEXT NOT NULL,
    PRIMARY KEY (document, n)
) STRICT, WITHOUT ROWID;

CREATE TABLE tag (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE) STRICT;
CREATE TABLE document_tag (
    document INTEGER NOT NULL REFERENCES document (id),
    tag INTEGER NOT NULL REFERENCES tag (id),
    PRIMARY KEY (document, tag)
) STRICT, WITHOUT ROWID;

CREATE TABLE collection (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE) STRICT;
CREATE TABLE collection_document (
    collection INTEGER NOT NULL REFERENCES collection (id),
    document INTEGER NOT NULL REFERENCES document (id),
    PRIMARY KEY (collection, document)
) STRICT, WITHOUT ROWID;

CREATE TABLE user_word (word TEXT PRIMARY KEY) STRICT, WITHOUT ROWID;

-- What was done, and the statements that undo it, last first.
CREATE TABLE operation (id INTEGER PRIMARY KEY, name TEXT NOT NULL, at TEXT NOT NULL) STRICT;
CREATE TABLE undo_statement (
    operation INTEGER NOT NULL REFERENCES operation (id) ON DELETE CASCADE,
    n INTEGER NOT NULL,
    sql TEXT NOT NULL,
    PRIMARY KEY (operation, n)
) STRICT, WITHOUT ROWID;
