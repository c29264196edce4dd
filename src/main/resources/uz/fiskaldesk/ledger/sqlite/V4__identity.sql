-- Which list this is and where it is used, so that a copy of the file can be told from the list itself. "list" is the
-- same in every copy; "generation" is new each time that the list is opened, and also stands in a file beside it.
-- Null: not known yet, as in a file of an earlier version.
CREATE TABLE identity (
    id            INTEGER PRIMARY KEY CHECK (id = 1),
    list          TEXT    NOT NULL,
    purpose       TEXT    CHECK (purpose IN ('WORK', 'TRAINING')),
    home          TEXT,
    machine       TEXT,
    machine_name  TEXT,
    file_key      TEXT,
    generation    TEXT,
    backup_number INTEGER NOT NULL DEFAULT 0
);

INSERT INTO identity (id, list) VALUES (1, lower(hex(randomblob(16))));

-- A move that has begun is marked before the shared list takes the payments: done = 0 until it is known that it has.
ALTER TABLE moved ADD COLUMN done INTEGER NOT NULL DEFAULT 1;
ALTER TABLE moved ADD COLUMN move TEXT;
ALTER TABLE moved ADD COLUMN place TEXT;
