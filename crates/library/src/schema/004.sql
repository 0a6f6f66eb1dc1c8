-- 阅读清单: sections in an order, in them documents or passages in an order.
CREATE TABLE reading_list (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    uid TEXT NOT NULL UNIQUE,
    title TEXT NOT NULL,
    introduction TEXT NOT NULL,
    questions TEXT NOT NULL,
    author INTEGER NOT NULL REFERENCES person (id),
    created_at TEXT NOT NULL,
    modified_at TEXT NOT NULL
) STRICT;

CREATE TABLE reading_list_section (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    uid TEXT NOT NULL UNIQUE,
    list INTEGER NOT NULL REFERENCES reading_list (id),
    position INTEGER NOT NULL,
    title TEXT NOT NULL,
    introduction TEXT NOT NULL
) STRICT;
CREATE INDEX reading_list_section_list ON reading_list_section (list, position);

-- `exact` is NULL for a whole document; a passage is found again by its quotation. `questions` are lines.
CREATE TABLE reading_list_item (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    uid TEXT NOT NULL UNIQUE,
    section INTEGER NOT NULL REFERENCES reading_list_section (id),
    position INTEGER NOT NULL,
    document INTEGER NOT NULL REFERENCES document (id),
    exact TEXT,
    prefix TEXT NOT NULL,
    suffix TEXT NOT NULL,
    requirement TEXT NOT NULL,
    due TEXT,
    guide TEXT NOT NULL,
    questions TEXT NOT NULL,
    finished_at TEXT
) STRICT;
CREATE INDEX reading_list_item_section ON reading_list_item (section, position);
CREATE INDEX reading_list_item_document ON reading_list_item (document);
