-- What was warned about when a receipt came in without a person looking at it, and whether a doubt about it still waits
-- for somebody to accept it.
ALTER TABLE payment ADD COLUMN receipt_warnings TEXT NOT NULL DEFAULT '';
ALTER TABLE payment ADD COLUMN awaits_word INTEGER NOT NULL DEFAULT 0;
