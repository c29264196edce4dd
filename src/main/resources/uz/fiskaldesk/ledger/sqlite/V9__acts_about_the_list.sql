-- An act without a payment is about the list itself.
CREATE TABLE act_of_all (
    id      INTEGER PRIMARY KEY,
    payment INTEGER REFERENCES payment (id),
    kind    TEXT    NOT NULL,
    who     TEXT    NOT NULL,
    at      INTEGER NOT NULL,
    why     TEXT
);

INSERT INTO act_of_all (id, payment, kind, who, at, why) SELECT id, payment, kind, who, at, why FROM act;
DROP TABLE act;
ALTER TABLE act_of_all RENAME TO act;
CREATE INDEX act_by_payment ON act (payment, id);

-- The rules that are there were made by somebody; their entries get their hashes at the next opening.
INSERT INTO act (payment, kind, who, at, why)
SELECT NULL, 'ANSWER_RULE_ADDED', who, at, code || ': ' || pattern FROM fiscalised_answer ORDER BY id;

INSERT INTO chain (seq, payment, kind, ref, old, hash)
SELECT (SELECT coalesce(max(seq), 0) FROM chain) + row_number() OVER (ORDER BY id), NULL, 'ACT', id, 1, ''
  FROM act WHERE payment IS NULL;
