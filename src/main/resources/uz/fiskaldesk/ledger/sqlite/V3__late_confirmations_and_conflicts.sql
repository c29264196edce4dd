-- FiscalBox has confirmed one receipt and another one may be booked too: a person has to say which one holds.
ALTER TABLE payment ADD COLUMN conflict INTEGER NOT NULL DEFAULT 0;

-- Refusals that mean "fiscalised already", as somebody has established for this list.
CREATE TABLE fiscalised_answer (
    id      INTEGER PRIMARY KEY,
    code    TEXT    NOT NULL,
    pattern TEXT    NOT NULL,
    who     TEXT    NOT NULL,
    at      INTEGER NOT NULL,
    UNIQUE (code, pattern)
);

-- A refusal after an attempt without a definite answer is no plain failure any more.
UPDATE payment SET state = 'UNKNOWN', version = version + 1
 WHERE state = 'REJECTED' AND (
       EXISTS (SELECT 1 FROM attempt a WHERE a.payment = payment.id AND a.kind = 'UNKNOWN')
    OR EXISTS (SELECT 1 FROM act WHERE act.payment = payment.id AND act.kind = 'FROM_BACKUP'));

-- Confirmations that came late were kept and not heeded: they decide now.
INSERT INTO act (payment, kind, who, at, why)
SELECT p.id, 'LATE_ANSWER', 'FiskalDesk', CAST(unixepoch('subsec') * 1000 AS INTEGER), NULL FROM payment p
 WHERE (p.state IN ('PENDING', 'READY', 'REJECTED', 'UNKNOWN', 'SET_ASIDE') OR p.by_hand = 1)
   AND EXISTS (SELECT 1 FROM attempt c WHERE c.payment = p.id AND c.kind = 'CONFIRMED');

UPDATE payment SET conflict = 1
 WHERE state <> 'SENDING' AND EXISTS (SELECT 1 FROM attempt c JOIN attempt o ON o.payment = c.payment
                WHERE c.payment = payment.id AND c.kind = 'CONFIRMED' AND o.receipt_identity <> c.receipt_identity
                  AND (o.kind = 'CONFIRMED' OR (o.id > c.id AND o.kind = 'UNKNOWN')));

INSERT INTO act (payment, kind, who, at, why)
SELECT id, 'CONFLICT_FOUND', 'FiskalDesk', CAST(unixepoch('subsec') * 1000 AS INTEGER), NULL FROM payment
 WHERE conflict = 1;

UPDATE payment
   SET state = CASE conflict WHEN 1 THEN 'UNKNOWN' ELSE 'CONFIRMED' END, in_doubt = conflict, by_hand = 0,
       came_from = NULL, next_try_at = NULL, version = version + 1
 WHERE conflict = 1 OR (
       (state IN ('PENDING', 'READY', 'REJECTED', 'UNKNOWN', 'SET_ASIDE') OR by_hand = 1)
       AND EXISTS (SELECT 1 FROM attempt c WHERE c.payment = payment.id AND c.kind = 'CONFIRMED'));

-- The receipt of a payment is the one that was confirmed. An identity is "terminal/number/yyyyMMddHHmmss/sign".
UPDATE payment
   SET receipt_url = c.receipt_url,
       receipt_terminal = substr(c.receipt_identity, 1, instr(c.receipt_identity, '/') - 1),
       receipt_number = substr(c.receipt_identity, instr(c.receipt_identity, '/') + 1,
           length(c.receipt_identity) - instr(c.receipt_identity, '/') - 28),
       receipt_issued_at = 1000 * (unixepoch(substr(c.receipt_identity, -27, 4) || '-' || substr(c.receipt_identity, -23, 2)
           || '-' || substr(c.receipt_identity, -21, 2) || ' ' || substr(c.receipt_identity, -19, 2)
           || ':' || substr(c.receipt_identity, -17, 2) || ':' || substr(c.receipt_identity, -15, 2)) - 18000),
       receipt_sign = substr(c.receipt_identity, -12)
  FROM attempt c
 WHERE payment.state = 'CONFIRMED' AND payment.by_hand = 0 AND c.payment = payment.id AND c.kind = 'CONFIRMED'
   AND NOT EXISTS (SELECT 1 FROM attempt same WHERE same.payment = payment.id AND same.kind = 'CONFIRMED'
                      AND same.receipt_url = payment.receipt_url);
