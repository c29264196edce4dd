-- A ledger that was moved into a shared one says so and is not opened any more, or the same payments would be on two
-- lists.
CREATE TABLE moved (
    id  INTEGER PRIMARY KEY CHECK (id = 1),
    url TEXT    NOT NULL,
    at  INTEGER NOT NULL
);
