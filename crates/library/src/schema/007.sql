-- Study groups. Frames are kept as they came; what they say is a function of the set of those that count.
CREATE TABLE study_group (
    id INTEGER PRIMARY KEY,
    uid TEXT NOT NULL UNIQUE,
    charter TEXT NOT NULL,
    door TEXT NOT NULL,
    address TEXT NOT NULL,
    member TEXT NOT NULL,
    device TEXT NOT NULL,
    background INTEGER NOT NULL,
    clock INTEGER NOT NULL,
    uploaded INTEGER NOT NULL,
    status TEXT NOT NULL,
    joined_at TEXT NOT NULL,
    left_at TEXT
) STRICT;

-- The log of a device: the place behind its last frame, and the bytes of all of them.
CREATE TABLE group_log (
    id INTEGER PRIMARY KEY,
    grp INTEGER NOT NULL REFERENCES study_group (id),
    device TEXT NOT NULL,
    member TEXT NOT NULL,
    next INTEGER NOT NULL,
    previous TEXT NOT NULL,
    bytes INTEGER NOT NULL,
    problem TEXT,
    UNIQUE (grp, device)
) STRICT;

-- `key`: with which its payload is sealed. `opened`: what it says was taken in.
CREATE TABLE group_frame (
    log INTEGER NOT NULL REFERENCES group_log (id),
    sequence INTEGER NOT NULL,
    key BLOB NOT NULL,
    opened INTEGER NOT NULL,
    bytes BLOB NOT NULL,
    PRIMARY KEY (log, sequence)
) STRICT;
CREATE INDEX group_frame_sealed ON group_frame (log, sequence) WHERE opened = 0;

CREATE TABLE group_change (
    log INTEGER NOT NULL REFERENCES group_log (id),
    sequence INTEGER NOT NULL,
    line INTEGER NOT NULL,
    change TEXT NOT NULL,
    PRIMARY KEY (log, sequence, line)
) STRICT, WITHOUT ROWID;

CREATE TABLE group_key (
    grp INTEGER NOT NULL REFERENCES study_group (id),
    secret TEXT NOT NULL,
    PRIMARY KEY (grp, secret)
) STRICT, WITHOUT ROWID;

-- Everything that was ever written, and when by the clock of its writer; without a body it is a tombstone. The last one
-- of a member's devices wins, the earlier ones are the history.
CREATE TABLE group_put (
    object TEXT NOT NULL,
    log INTEGER NOT NULL REFERENCES group_log (id),
    at INTEGER NOT NULL,
    sequence INTEGER NOT NULL,
    kind TEXT NOT NULL,
    body TEXT,
    PRIMARY KEY (object, log, at, sequence)
) STRICT, WITHOUT ROWID;
CREATE INDEX group_put_mark ON group_put (kind, log, object) WHERE kind IN ('discussed', 'hidden', 'material', 'progress', 'list');
CREATE INDEX group_put_frame ON group_put (log, sequence);

-- What stands in this library for a member's object: the id of the row, or what it waits for.
CREATE TABLE group_object (
    grp INTEGER NOT NULL REFERENCES study_group (id),
    member TEXT NOT NULL,
    object TEXT NOT NULL,
    kind TEXT NOT NULL,
    uid TEXT,
    target TEXT NOT NULL,
    PRIMARY KEY (grp, member, object, kind)
) STRICT, WITHOUT ROWID;
CREATE INDEX group_object_waiting ON group_object (target, grp) WHERE uid IS NULL;
CREATE INDEX group_object_uid ON group_object (uid) WHERE uid IS NOT NULL;
CREATE INDEX group_object_list ON group_object (grp) WHERE kind = 'list';

-- What this person gives to a group.
CREATE TABLE group_shared (
    grp INTEGER NOT NULL REFERENCES study_group (id),
    kind TEXT NOT NULL,
    uid TEXT NOT NULL,
    PRIMARY KEY (grp, kind, uid)
) STRICT, WITHOUT ROWID;

CREATE TABLE group_request (
    grp INTEGER NOT NULL REFERENCES study_group (id),
    device TEXT NOT NULL,
    request TEXT NOT NULL,
    PRIMARY KEY (grp, device)
) STRICT, WITHOUT ROWID;
