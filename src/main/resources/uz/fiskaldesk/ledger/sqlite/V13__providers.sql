-- Payments of other providers than Anor have the provider's code at the beginning of their key, so that two providers may
-- use the same ID. Earlier versions of the program cannot read such payments; this migration makes them refuse the list.
CREATE TRIGGER payment_key_has_provider BEFORE INSERT ON payment
WHEN substr(NEW.transaction_key, 1, instr(NEW.transaction_key, ':'))
     <> CASE NEW.provider WHEN 'anor' THEN '' ELSE NEW.provider || ':' END
BEGIN
    SELECT RAISE(ABORT, 'payment_key_has_provider: the key does not belong to the provider');
END;
