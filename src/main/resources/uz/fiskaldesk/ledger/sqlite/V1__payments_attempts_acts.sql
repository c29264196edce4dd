-- Money is in tiyin; moments are milliseconds since 1970 in UTC.

CREATE TABLE payment (
    id                  INTEGER PRIMARY KEY,
    version             INTEGER NOT NULL DEFAULT 0,
    transaction_id      TEXT    NOT NULL,
    transaction_key     TEXT    NOT NULL UNIQUE,
    provider            TEXT    NOT NULL,
    payment_id          TEXT,
    amount_tiyin        INTEGER CHECK (amount_tiyin > 0),
    phone               TEXT,
    card                TEXT,
    paid_at             INTEGER,
    note                TEXT,
    added_at            INTEGER NOT NULL,
    happened_at         INTEGER NOT NULL,
    search              TEXT    NOT NULL,
    state               TEXT    NOT NULL
        CHECK (state IN ('PENDING', 'READY', 'SENDING', 'CONFIRMED', 'REJECTED', 'UNKNOWN', 'SET_ASIDE')),
    came_from           TEXT,
    by_hand             INTEGER NOT NULL DEFAULT 0,
    owner               TEXT,
    sender              TEXT,
    receipt_url         TEXT,
    receipt_terminal    TEXT,
    receipt_number      TEXT,
    receipt_issued_at   INTEGER,
    receipt_sign        TEXT,
    attempts            INTEGER NOT NULL DEFAULT 0,
    in_doubt            INTEGER NOT NULL DEFAULT 0,
    failed_sends        INTEGER NOT NULL DEFAULT 0,
    next_try_at         INTEGER,
    last_kind           TEXT,
    last_reason         TEXT,
    last_http_status    INTEGER,
    last_code           TEXT,
    last_message        TEXT,
    last_at             INTEGER,
    CHECK ((state = 'SENDING') = (owner IS NOT NULL)),
    CHECK ((state = 'SENDING') = (sender IS NOT NULL)),
    CHECK (state NOT IN ('READY', 'SENDING') OR receipt_url IS NOT NULL)
);

CREATE INDEX payment_by_time ON payment (happened_at, id);
CREATE INDEX payment_by_state ON payment (state, happened_at, id);
CREATE INDEX payment_by_next_try ON payment (next_try_at) WHERE next_try_at IS NOT NULL;

-- Which payment a receipt serves. A receipt that may be booked for a payment stays here even when the payment has been
-- given another one. Only a person's word lets a second payment use it (again = 1).
CREATE TABLE receipt_claim (
    identity TEXT    NOT NULL,
    payment  INTEGER NOT NULL REFERENCES payment (id),
    again    INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (identity, payment)
) WITHOUT ROWID;

CREATE UNIQUE INDEX receipt_claim_first ON receipt_claim (identity) WHERE again = 0;
CREATE INDEX receipt_claim_by_payment ON receipt_claim (payment);

CREATE TABLE attempt (
    id               INTEGER PRIMARY KEY,
    payment          INTEGER NOT NULL REFERENCES payment (id),
    started_at       INTEGER NOT NULL,
    finished_at      INTEGER,
    receipt_url      TEXT    NOT NULL,
    receipt_identity TEXT    NOT NULL,
    till             TEXT    NOT NULL,
    owner            TEXT    NOT NULL,
    kind             TEXT,
    reason           TEXT,
    http_status      INTEGER,
    code             TEXT,
    message          TEXT
);

CREATE INDEX attempt_by_payment ON attempt (payment, id);

CREATE TABLE act (
    id      INTEGER PRIMARY KEY,
    payment INTEGER NOT NULL REFERENCES payment (id),
    kind    TEXT    NOT NULL,
    who     TEXT    NOT NULL,
    at      INTEGER NOT NULL,
    why     TEXT
);

CREATE INDEX act_by_payment ON act (payment, id);

-- One number that grows with every change of a payment, so that a desk can ask cheaply whether another program changed
-- something. Acts and attempts are only ever written together with a change of their payment.
CREATE TABLE change_count (
    id      INTEGER PRIMARY KEY CHECK (id = 1),
    changes INTEGER NOT NULL
);

INSERT INTO change_count (id, changes) VALUES (1, 0);

CREATE TRIGGER payment_added AFTER INSERT ON payment
BEGIN
    UPDATE change_count SET changes = changes + 1;
END;

CREATE TRIGGER payment_changed AFTER UPDATE ON payment
BEGIN
    UPDATE change_count SET changes = changes + 1;
END;
