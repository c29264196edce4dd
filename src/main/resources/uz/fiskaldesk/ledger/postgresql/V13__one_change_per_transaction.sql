-- A transaction counts as one change, however many payments it adds or changes: counting each would update one row
-- thousands of times in a transaction, and every update has to pass all versions before it.
CREATE OR REPLACE FUNCTION payment_has_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF current_setting('fiskaldesk.counted', true) IS DISTINCT FROM txid_current()::text THEN
        INSERT INTO change_count (slot, changes) VALUES (pg_backend_pid() % 64, 1)
            ON CONFLICT (slot) DO UPDATE SET changes = change_count.changes + 1;
        PERFORM pg_notify('fiskaldesk', '');
        PERFORM set_config('fiskaldesk.counted', txid_current()::text, true);
    END IF;
    RETURN NULL;
END
$$;
