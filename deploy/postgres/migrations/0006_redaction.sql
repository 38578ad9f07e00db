-- Taken down stays down: an item that was redacted is gone from the tables, and no message brings it back. Who, when and why is kept.

CREATE TABLE redaction (
    item_id text PRIMARY KEY,
    redacted_at timestamptz NOT NULL DEFAULT now(),
    redacted_by text NOT NULL CHECK (redacted_by <> ''),
    reason text NOT NULL CHECK (reason <> '')
);
COMMENT ON TABLE redaction IS 'Items that were taken down for good';
COMMENT ON COLUMN redaction.item_id IS 'The item''s id';
COMMENT ON COLUMN redaction.redacted_at IS 'When';
COMMENT ON COLUMN redaction.redacted_by IS 'By whom';
COMMENT ON COLUMN redaction.reason IS 'Why';
GRANT SELECT ON redaction TO gainsay_reader, gainsay_writer;

-- The store calls this before store_merge(). Its lock is held until commit: a redaction waits for the transactions that began before
-- it, so that none of them writes the item behind its back.
CREATE FUNCTION store_admit() RETURNS void
    LANGUAGE plpgsql
AS $$
BEGIN
    LOCK TABLE redaction IN ROW SHARE MODE;
    DELETE FROM stage USING redaction r WHERE stage.value -> 'item' ->> 'id' = r.item_id;
END;
$$;
COMMENT ON FUNCTION store_admit IS 'Leaves redacted items out of the staged messages';
GRANT UPDATE ON redaction TO gainsay_writer; -- what ROW SHARE asks for

CREATE FUNCTION redact(item text, redacted_by text, reason text) RETURNS boolean
    LANGUAGE plpgsql
AS $$
BEGIN
    LOCK TABLE redaction IN EXCLUSIVE MODE;
    INSERT INTO redaction (item_id, redacted_by, reason) VALUES (item, redact.redacted_by, redact.reason)
    ON CONFLICT (item_id) DO NOTHING;
    DELETE FROM item_revision v WHERE v.item_id = item;
    DELETE FROM item i WHERE i.id = item;
    RETURN FOUND;
END;
$$;
COMMENT ON FUNCTION redact IS 'Takes an item down for good; says whether the tables had it';
REVOKE EXECUTE ON FUNCTION redact FROM PUBLIC;
