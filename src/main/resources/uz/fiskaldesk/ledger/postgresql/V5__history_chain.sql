-- The history as a chain: one entry for each act, start and outcome of an attempt, in the order in which they were
-- written. Each hash covers the entry, the row that it speaks of, and the hash before it.
CREATE TABLE chain (
    seq     BIGINT  PRIMARY KEY,
    payment BIGINT,
    kind    TEXT    NOT NULL CHECK (kind IN ('ACT', 'ATTEMPT', 'OUTCOME', 'BACK')),
    ref     BIGINT,
    -- What an act does to its payment; what an outcome was that a late answer has replaced; else null.
    content TEXT,
    -- Was there before the chain was.
    old     INTEGER NOT NULL DEFAULT 0,
    -- Empty only between this migration and the first opening.
    hash    TEXT    NOT NULL
);

CREATE INDEX chain_by_ref ON chain (ref, kind);

INSERT INTO chain (seq, payment, kind, ref, old, hash)
SELECT row_number() OVER (ORDER BY at, part, id), payment, kind, id, 1, ''
  FROM (SELECT id, payment, 'ACT' AS kind, at, 1 AS part FROM act
        UNION ALL SELECT id, payment, 'ATTEMPT', started_at, 2 FROM attempt
        UNION ALL SELECT id, payment, 'OUTCOME', finished_at, 3 FROM attempt WHERE kind IS NOT NULL) AS entry;
