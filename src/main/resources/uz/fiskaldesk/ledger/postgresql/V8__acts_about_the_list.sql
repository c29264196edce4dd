-- An act without a payment is about the list itself.
ALTER TABLE act ALTER COLUMN payment DROP NOT NULL;

-- The rules that are there were made by somebody; their entries get their hashes at the next opening.
INSERT INTO act (payment, kind, who, at, why)
SELECT NULL, 'ANSWER_RULE_ADDED', who, at, code || ': ' || pattern FROM fiscalised_answer ORDER BY id;

INSERT INTO chain (seq, payment, kind, ref, old, hash)
SELECT (SELECT coalesce(max(seq), 0) FROM chain) + row_number() OVER (ORDER BY id), NULL, 'ACT', id, 1, ''
  FROM act WHERE payment IS NULL;
