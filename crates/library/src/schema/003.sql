-- What people write beside the texts, and who they are. The person of this machine is the setting 'me'.
CREATE TABLE person (id INTEGER PRIMARY KEY, uid TEXT NOT NULL UNIQUE, name TEXT NOT NULL) STRICT;

-- `block` … `end` are chars in the document's version `version`; `state` says how sure that place is.
-- Ids are not used again: the index may still hold a text under an old one.
CREATE TABLE annotation (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    uid TEXT NOT NULL UNIQUE,
    document INTEGER NOT NULL REFERENCES document (id),
    kind TEXT NOT NULL,
    colour TEXT NOT NULL,
    comment TEXT NOT NULL,
    author INTEGER NOT NULL REFERENCES person (id),
    created_at TEXT NOT NULL,
    modified_at TEXT NOT NULL,
    version INTEGER NOT NULL,
    block INTEGER NOT NULL,
    start INTEGER NOT NULL,
    end_block INTEGER NOT NULL,
    "end" INTEGER NOT NULL,
    exact TEXT NOT NULL,
    prefix TEXT NOT NULL,
    suffix TEXT NOT NULL,
    state TEXT NOT NULL,
    batch INTEGER REFERENCES batch (id)
) STRICT;
CREATE INDEX annotation_document ON annotation (document, block, start);
CREATE INDEX annotation_modified ON annotation (modified_at, id);
CREATE INDEX annotation_colour ON annotation (colour, modified_at, id);
CREATE INDEX annotation_kind ON annotation (kind, modified_at, id);
CREATE INDEX annotation_author ON annotation (author, modified_at, id);
CREATE INDEX annotation_unsettled ON annotation (document, block, start) WHERE state IN ('moved', 'earlier');
CREATE INDEX annotation_batch ON annotation (batch) WHERE batch IS NOT NULL;

CREATE TABLE annotation_tag (
    annotation INTEGER NOT NULL REFERENCES annotation (id),
    tag INTEGER NOT NULL REFERENCES tag (id),
    PRIMARY KEY (annotation, tag)
) STRICT, WITHOUT ROWID;
CREATE INDEX annotation_tag_tag ON annotation_tag (tag, annotation);

CREATE TABLE reply (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    uid TEXT NOT NULL UNIQUE,
    annotation INTEGER NOT NULL REFERENCES annotation (id),
    comment TEXT NOT NULL,
    author INTEGER NOT NULL REFERENCES person (id),
    created_at TEXT NOT NULL,
    modified_at TEXT NOT NULL,
    batch INTEGER REFERENCES batch (id)
) STRICT;
CREATE INDEX reply_annotation ON reply (annotation, id);
CREATE INDEX reply_batch ON reply (batch) WHERE batch IS NOT NULL;

-- Where an annotation stood in the version that a new one replaced: undoing the import puts it back.
CREATE TABLE earlier_anchor (
    annotation INTEGER NOT NULL,
    version INTEGER NOT NULL,
    block INTEGER NOT NULL,
    start INTEGER NOT NULL,
    end_block INTEGER NOT NULL,
    "end" INTEGER NOT NULL,
    exact TEXT NOT NULL,
    prefix TEXT NOT NULL,
    suffix TEXT NOT NULL,
    state TEXT NOT NULL,
    PRIMARY KEY (annotation, version)
) STRICT, WITHOUT ROWID;

CREATE TABLE note (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    uid TEXT NOT NULL UNIQUE,
    title TEXT NOT NULL,
    body TEXT NOT NULL,
    document INTEGER REFERENCES document (id),
    author INTEGER NOT NULL REFERENCES person (id),
    created_at TEXT NOT NULL,
    modified_at TEXT NOT NULL,
    trashed_at TEXT
) STRICT;
CREATE INDEX note_modified ON note (modified_at, id);
CREATE INDEX note_document ON note (document) WHERE document IS NOT NULL;

CREATE TABLE note_version (
    note INTEGER NOT NULL REFERENCES note (id),
    n INTEGER NOT NULL,
    at TEXT NOT NULL,
    title TEXT NOT NULL,
    body TEXT NOT NULL,
    PRIMARY KEY (note, n)
) STRICT, WITHOUT ROWID;

-- `target` is the uid of a document or note; it stays when the title that was written no longer fits.
CREATE TABLE note_link (
    note INTEGER NOT NULL REFERENCES note (id),
    n INTEGER NOT NULL,
    words TEXT NOT NULL,
    target TEXT,
    PRIMARY KEY (note, n)
) STRICT, WITHOUT ROWID;
CREATE INDEX note_link_target ON note_link (target) WHERE target IS NOT NULL;

CREATE TABLE note_tag (
    note INTEGER NOT NULL REFERENCES note (id),
    tag INTEGER NOT NULL REFERENCES tag (id),
    PRIMARY KEY (note, tag)
) STRICT, WITHOUT ROWID;
CREATE INDEX note_tag_tag ON note_tag (tag, note);

-- The change number of every written text, whoever writes it, undo too: the index follows these.
CREATE TABLE annotation_change (annotation INTEGER PRIMARY KEY, change INTEGER NOT NULL) STRICT;
CREATE INDEX annotation_change_change ON annotation_change (change);
CREATE TABLE note_change (note INTEGER PRIMARY KEY, change INTEGER NOT NULL) STRICT;
CREATE INDEX note_change_change ON note_change (change);
CREATE TRIGGER annotation_inserted AFTER INSERT ON annotation BEGIN
    UPDATE setting SET value = CAST(value AS INTEGER) + 1 WHERE name = 'change';
    INSERT OR REPLACE INTO annotation_change
    SELECT NEW.id, CAST(value AS INTEGER) FROM setting WHERE name = 'change';
END;
CREATE TRIGGER annotation_updated AFTER UPDATE OF comment, exact, kind, modified_at ON annotation BEGIN
    UPDATE setting SET value = CAST(value AS INTEGER) + 1 WHERE name = 'change';
    INSERT OR REPLACE INTO annotation_change
    SELECT NEW.id, CAST(value AS INTEGER) FROM setting WHERE name = 'change';
END;
CREATE TRIGGER annotation_deleted AFTER DELETE ON annotation BEGIN
    UPDATE setting SET value = CAST(value AS INTEGER) + 1 WHERE name = 'change';
    INSERT OR REPLACE INTO annotation_change
    SELECT OLD.id, CAST(value AS INTEGER) FROM setting WHERE name = 'change';
END;
CREATE TRIGGER reply_inserted AFTER INSERT ON reply BEGIN
    UPDATE setting SET value = CAST(value AS INTEGER) + 1 WHERE name = 'change';
    INSERT OR REPLACE INTO annotation_change
    SELECT NEW.annotation, CAST(value AS INTEGER) FROM setting WHERE name = 'change';
END;
CREATE TRIGGER reply_updated AFTER UPDATE ON reply BEGIN
    UPDATE setting SET value = CAST(value AS INTEGER) + 1 WHERE name = 'change';
    INSERT OR REPLACE INTO annotation_change
    SELECT NEW.annotation, CAST(value AS INTEGER) FROM setting WHERE name = 'change';
END;
CREATE TRIGGER reply_deleted AFTER DELETE ON reply BEGIN
    UPDATE setting SET value = CAST(value AS INTEGER) + 1 WHERE name = 'change';
    INSERT OR REPLACE INTO annotation_change
    SELECT OLD.annotation, CAST(value AS INTEGER) FROM setting WHERE name = 'change';
END;
CREATE TRIGGER annotation_tagged AFTER INSERT ON annotation_tag BEGIN
    UPDATE setting SET value = CAST(value AS INTEGER) + 1 WHERE name = 'change';
    INSERT OR REPLACE INTO annotation_change
    SELECT NEW.annotation, CAST(value AS INTEGER) FROM setting WHERE name = 'change';
END;
CREATE TRIGGER annotation_untagged AFTER DELETE ON annotation_tag BEGIN
    UPDATE setting SET value = CAST(value AS INTEGER) + 1 WHERE name = 'change';
    INSERT OR REPLACE INTO annotation_change
    SELECT OLD.annotation, CAST(value AS INTEGER) FROM setting WHERE name = 'change';
END;
CREATE TRIGGER note_inserted AFTER INSERT ON note BEGIN
    UPDATE setting SET value = CAST(value AS INTEGER) + 1 WHERE name = 'change';
    INSERT OR REPLACE INTO note_change
    SELECT NEW.id, CAST(value AS INTEGER) FROM setting WHERE name = 'change';
END;
CREATE TRIGGER note_updated AFTER UPDATE OF title, body, document, trashed_at ON note BEGIN
    UPDATE setting SET value = CAST(value AS INTEGER) + 1 WHERE name = 'change';
    INSERT OR REPLACE INTO note_change
    SELECT NEW.id, CAST(value AS INTEGER) FROM setting WHERE name = 'change';
END;
CREATE TRIGGER note_deleted AFTER DELETE ON note BEGIN
    UPDATE setting SET value = CAST(value AS INTEGER) + 1 WHERE name = 'change';
    INSERT OR REPLACE INTO note_change
    SELECT OLD.id, CAST(value AS INTEGER) FROM setting WHERE name = 'change';
END;
CREATE TRIGGER note_tagged AFTER INSERT ON note_tag BEGIN
    UPDATE setting SET value = CAST(value AS INTEGER) + 1 WHERE name = 'change';
    INSERT OR REPLACE INTO note_change
    SELECT NEW.note, CAST(value AS INTEGER) FROM setting WHERE name = 'change';
END;
CREATE TRIGGER note_untagged AFTER DELETE ON note_tag BEGIN
    UPDATE setting SET value = CAST(value AS INTEGER) + 1 WHERE name = 'change';
    INSERT OR REPLACE INTO note_change
    SELECT OLD.note, CAST(value AS INTEGER) FROM setting WHERE name = 'change';
END;

-- An operation that was undone can be done again until something else is done.
ALTER TABLE operation ADD COLUMN undone INTEGER NOT NULL DEFAULT 0;
-- After an undo, anchors of these documents may be those of an earlier version.
CREATE INDEX document_renewed ON document (id) WHERE version > 1;
