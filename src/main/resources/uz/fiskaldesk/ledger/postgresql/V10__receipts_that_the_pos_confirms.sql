-- Until when the POS is expected to confirm a receipt that is known from it; null if it is not.
ALTER TABLE payment ADD COLUMN pos_expected_until BIGINT;
