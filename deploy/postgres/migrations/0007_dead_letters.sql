-- What became of a message that a service gave up. The store feeds this table from the dead-letter topic and adds its own letters;
-- `gainsay dead-letters` reads it and moves a letter on.

ALTER TABLE dead_letter
    ADD COLUMN id text GENERATED ALWAYS AS (service || '-' || topic || '-' || partition::text || '-' || "offset"::text) STORED,
    ADD COLUMN state text NOT NULL DEFAULT 'waiting' CHECK (state IN ('waiting', 'retried', 'parked', 'discarded')),
    ADD COLUMN retries integer NOT NULL DEFAULT 0 CHECK (retries >= 0),
    ADD COLUMN version text,
    ADD COLUMN first_at timestamptz NOT NULL DEFAULT now(),
    ADD COLUMN changed_at timestamptz NOT NULL DEFAULT now();
CREATE UNIQUE INDEX dead_letter_id ON dead_letter (id); -- a letter is asked for by its id
CREATE INDEX dead_letter_waiting ON dead_letter (first_at) WHERE state = 'waiting'; -- what is to be looked at, oldest first
COMMENT ON TABLE dead_letter IS 'Messages that a service could not take, and what became of them';
COMMENT ON COLUMN dead_letter.id IS 'service-topic-partition-offset';
COMMENT ON COLUMN dead_letter.state IS 'waiting; retried: sent again and not come back; parked: failed three retries; discarded: by a person';
COMMENT ON COLUMN dead_letter.retries IS 'How often it was sent again';
COMMENT ON COLUMN dead_letter.version IS 'Version of the service that gave it up last, where it said so';
COMMENT ON COLUMN dead_letter.first_at IS 'When it got here first';
COMMENT ON COLUMN dead_letter.changed_at IS 'When its state changed last';
COMMENT ON COLUMN dead_letter.error_class IS 'Kind of error: bad-input, too-large, ...';

-- A message was given up. One that had been sent again (retry_of: its letter's id) goes back to that letter, which is parked
-- after its third retry. The same letter twice is one.
CREATE FUNCTION dead_letter_add(service text, topic text, partition integer, "offset" bigint, key text, value bytea, error_class text,
                                error text, version text, retry_of text) RETURNS void
    LANGUAGE plpgsql
AS $$
BEGIN
    IF retry_of IS NOT NULL THEN
        UPDATE dead_letter AS l
        SET state = CASE WHEN l.retries >= 3 THEN 'parked' ELSE 'waiting' END,
            error_class = dead_letter_add.error_class, error = dead_letter_add.error, version = dead_letter_add.version, changed_at = now()
        WHERE l.id = retry_of AND l.state = 'retried';
        IF FOUND OR EXISTS (SELECT FROM dead_letter AS l WHERE l.id = retry_of) THEN
            RETURN;
        END IF;
    END IF;
    INSERT INTO dead_letter (service, topic, partition, "offset", key, value, error_class, error, version)
    VALUES (service, topic, partition, "offset", key, value, error_class, error, version)
    ON CONFLICT DO NOTHING;
END;
$$;
COMMENT ON FUNCTION dead_letter_add IS 'Enters a message that a service gave up, or that came back after a retry';
