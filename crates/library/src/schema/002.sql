-- What a person should look at, what a person set, where a person was reading.
CREATE TABLE doubt (
    document INTEGER NOT NULL REFERENCES document (id),
    field TEXT NOT NULL,
    confidence REAL NOT NULL,
    PRIMARY KEY (document, field)
) STRICT, WITHOUT ROWID;

-- Wins over whatever the parser reads, now and in later versions of the file.
CREATE TABLE correction (
    document INTEGER NOT NULL REFERENCES document (id),
    field TEXT NOT NULL,
    value TEXT,
    PRIMARY KEY (document, field)
) STRICT, WITHOUT ROWID;

CREATE TABLE reading (
    document INTEGER PRIMARY KEY REFERENCES document (id),
    block INTEGER NOT NULL,
    read_at TEXT NOT NULL
) STRICT;

-- Lists of 100,000 documents open and scroll by these.
CREATE INDEX document_by_date ON document (trashed_at, (date IS NULL), date DESC, id);
CREATE INDEX document_by_kind ON document (trashed_at, kind, (date IS NULL), date DESC, id);
CREATE INDEX document_by_title ON document (trashed_at, title, id);
CREATE INDEX block_heading ON block (id, text) WHERE kind = 'heading';
CREATE INDEX batch_item_problem ON batch_item (path) WHERE status IN ('refused', 'failed');

INSERT INTO doubt
SELECT d.id, CASE f.key WHEN 'issuers' THEN 'issuer' WHEN 'issue_date' THEN 'date' ELSE f.key END,
       f.value ->> 'confidence'
FROM document d, json_each(d.details, '$.fields') f
WHERE f.key IN ('title', 'speaker', 'occasion', 'issuers', 'document_number', 'issue_date')
  AND (f.value ->> 'confidence') < 0.7;
