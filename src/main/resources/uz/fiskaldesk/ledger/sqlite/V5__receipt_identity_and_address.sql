-- Leading zeros of the receipt number make no other receipt: 0123 is 123. An identity is
-- "terminal/number/yyyyMMddHHmmss/sign"; what follows the number has 28 characters with its slashes.
UPDATE attempt SET receipt_identity = substr(receipt_identity, 1, instr(receipt_identity, '/'))
        || coalesce(nullif(ltrim(substr(receipt_identity, instr(receipt_identity, '/') + 1,
               length(receipt_identity) - instr(receipt_identity, '/') - 28), '0'), ''), '0')
        || substr(receipt_identity, -28);

CREATE TABLE claim_before AS
SELECT substr(identity, 1, instr(identity, '/'))
        || coalesce(nullif(ltrim(substr(identity, instr(identity, '/') + 1,
               length(identity) - instr(identity, '/') - 28), '0'), ''), '0')
        || substr(identity, -28) AS identity,
       payment, min(again) AS again
  FROM receipt_claim GROUP BY 1, 2;

-- "issue" is the identity without the number: receipts that differ in nothing else are very likely one.
ALTER TABLE receipt_claim ADD COLUMN issue TEXT NOT NULL DEFAULT '';
DELETE FROM receipt_claim;

INSERT INTO receipt_claim (identity, payment, again, issue)
SELECT identity, payment,
       CASE WHEN again = 0 AND EXISTS (SELECT 1 FROM claim_before o WHERE o.identity = c.identity AND o.again = 0
                                          AND o.payment < c.payment) THEN 1 ELSE again END,
       substr(identity, 1, instr(identity, '/') - 1) || substr(identity, -28)
  FROM claim_before c;

CREATE INDEX receipt_claim_by_issue ON receipt_claim (issue);

-- Payments that turn out to share a receipt without anybody's word say so.
INSERT INTO act (payment, kind, who, at, why)
SELECT c.payment, 'SAME_RECEIPT_FOUND', 'FiskalDesk', CAST(unixepoch('subsec') * 1000 AS INTEGER), p.transaction_id
  FROM claim_before c JOIN claim_before o ON o.identity = c.identity AND o.payment <> c.payment
  JOIN payment p ON p.id = o.payment
 WHERE c.again = 0 AND o.again = 0;

DROP TABLE claim_before;

-- Where a request went to; not known of those before.
ALTER TABLE attempt ADD COLUMN address TEXT;
ALTER TABLE payment ADD COLUMN sent_to TEXT;
