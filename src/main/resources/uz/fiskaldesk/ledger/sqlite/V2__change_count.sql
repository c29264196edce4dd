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
