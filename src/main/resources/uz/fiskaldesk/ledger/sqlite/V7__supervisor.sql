-- The supervisor's PIN, hashed, with the count of wrong tries and the block after them; one row or none.
CREATE TABLE supervisor (
    id      INTEGER PRIMARY KEY CHECK (id = 1),
    content TEXT NOT NULL
);
