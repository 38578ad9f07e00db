-- A message that was sent again may be back before whoever sent it has written that down: dead_letter_add() waits for that now, and sees the
-- letter as `retried`. It had found it still `waiting`, changed nothing, and the letter stayed `retried` for ever.

CREATE OR REPLACE FUNCTION dead_letter_add(service text, topic text, partition integer, "offset" bigint, key text, value bytea, error_class text,
                                           error text, version text, retry_of text) RETURNS void
    LANGUAGE plpgsql
AS $$
BEGIN
    IF retry_of IS NOT NULL THEN
        PERFORM FROM dead_letter AS l WHERE l.id = retry_of FOR UPDATE;
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
