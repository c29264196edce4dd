-- Which list this is and which database it is used in, so that a copy of the database can be told from the list itself.
-- "place" is made of the server's identifier and the object identifiers of the database and of its tables: a database
-- that was restored from a dump has others. "move" names the move of a till's own list that filled this one.
CREATE TABLE identity (
    id    INTEGER PRIMARY KEY CHECK (id = 1),
    list  TEXT    NOT NULL,
    place TEXT,
    move  TEXT
);

INSERT INTO identity (id, list) VALUES (1, replace(gen_random_uuid()::text, '-', ''));
