-- What an operation was done to, and how it is undone: a change and a stretch of writing by their statements, an import
-- and a pack by an undo of their own. `reference`: the id of the note, the number of the import, the id of the pack.
ALTER TABLE operation ADD COLUMN subject TEXT NOT NULL DEFAULT '';
ALTER TABLE operation ADD COLUMN kind TEXT NOT NULL DEFAULT 'change';
ALTER TABLE operation ADD COLUMN reference TEXT;

-- Writing in notes and imports were not in the list before: undoing what is older than the last of them would reach
-- past it. What is later can be undone still; and what could not, because links and versions of a note hung on it, can
-- be undone now.
DELETE FROM operation WHERE undone = 1 OR at <= (
    SELECT max(t) FROM (
        SELECT max(modified_at) AS t FROM note WHERE modified_at > created_at
        UNION ALL SELECT max(at) FROM note_version
        UNION ALL SELECT max(started_at) FROM batch
            WHERE id IN (SELECT batch FROM document UNION ALL SELECT batch FROM version)));
