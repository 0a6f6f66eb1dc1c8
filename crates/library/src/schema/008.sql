-- 已存检索: searches with a name.
CREATE TABLE saved_search (
    id INTEGER PRIMARY KEY,
    uid TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL UNIQUE,
    query TEXT NOT NULL,
    sort TEXT NOT NULL,
    created_at TEXT NOT NULL
) STRICT;

-- 检索历史: each query once, with its last time and answer.
CREATE TABLE asked (
    id INTEGER PRIMARY KEY,
    query TEXT NOT NULL UNIQUE,
    asked_at TEXT NOT NULL,
    documents INTEGER NOT NULL
) STRICT;
