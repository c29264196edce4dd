-- As in the SQLite ledger.
ALTER TABLE payment ADD CONSTRAINT payment_key_has_provider CHECK (
    substr(transaction_key, 1, position(':' in transaction_key))
        = CASE provider WHEN 'anor' THEN '' ELSE provider || ':' END);
