-- The page of the file on which a paragraph begins.
ALTER TABLE block ADD COLUMN page INTEGER;

-- 作品: documents with the same work are editions of one text; the value is the id of the first of them.
ALTER TABLE document ADD COLUMN work TEXT;
CREATE INDEX document_work ON document (work) WHERE work IS NOT NULL;

-- The sample of each text by which near duplicates are found, and the change number of the text that it is of.
CREATE TABLE sketch (
    document INTEGER PRIMARY KEY REFERENCES document (id) ON DELETE CASCADE,
    change INTEGER NOT NULL,
    hashes BLOB NOT NULL
) STRICT;

-- Pairs of documents that are much alike, a < b; `verdict` is what the user said of them.
CREATE TABLE near_duplicate (
    a INTEGER NOT NULL REFERENCES document (id) ON DELETE CASCADE,
    b INTEGER NOT NULL REFERENCES document (id) ON DELETE CASCADE,
    resemblance REAL NOT NULL,
    containment REAL NOT NULL,
    verdict TEXT,
    PRIMARY KEY (a, b)
) STRICT, WITHOUT ROWID;
CREATE INDEX near_duplicate_b ON near_duplicate (b);

-- Folders whose files come in by themselves.
CREATE TABLE watched_folder (
    id INTEGER PRIMARY KEY,
    path TEXT NOT NULL UNIQUE,
    polling INTEGER NOT NULL,
    collection TEXT,
    added_at TEXT NOT NULL
) STRICT;

-- What was last seen of each file there: bytes and time, so that only what changed is read again.
CREATE TABLE watched_file (
    path TEXT PRIMARY KEY,
    folder INTEGER NOT NULL REFERENCES watched_folder (id) ON DELETE CASCADE,
    bytes INTEGER NOT NULL,
    modified INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX watched_file_folder ON watched_file (folder);
