-- The response that confirmed a payment, for a POS that asks again; only of requests that the gateway forwarded.
ALTER TABLE attempt ADD COLUMN response TEXT;

-- Receipts that FiscalBox has refunded; none of them is bound to a payment without a person's consent.
CREATE TABLE refunded_receipt (
    identity   TEXT NOT NULL PRIMARY KEY,
    noticed_by TEXT NOT NULL,
    at         BIGINT NOT NULL
);
