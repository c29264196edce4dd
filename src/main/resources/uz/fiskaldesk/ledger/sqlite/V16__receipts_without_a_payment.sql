-- Receipts that passed the gateway and name no payment for certain; they are proposed for payments.
CREATE TABLE passed_receipt (
    issue       TEXT NOT NULL PRIMARY KEY,
    url         TEXT NOT NULL,
    issued_at   INTEGER NOT NULL,
    card_tiyin  INTEGER,
    total_tiyin INTEGER
);
CREATE INDEX passed_receipt_by_time ON passed_receipt (issued_at);
