-- For the number of payments that were done today. Payments without an outcome are left out, so that adding one costs
-- nothing.
CREATE INDEX payment_by_outcome ON payment (by_hand, state, last_at) WHERE last_at IS NOT NULL;
