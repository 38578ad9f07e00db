-- A message that is sent again is the message that it was: with its CloudEvents attributes, its trace context, and the mark of an archive or
-- a replay, without which old news would be measured as if it had just come.

ALTER TABLE dead_letter ADD COLUMN headers jsonb;
COMMENT ON COLUMN dead_letter.headers IS 'Headers of the message, our own about letters left out; null: none, or entered by a version that did not keep them';

-- Stores of the version before go on calling the function without them.
CREATE FUNCTION dead_letter_add(service text, topic text, partition integer, "offset" bigint, key text, value bytea, error_class text,
                                error text, version text, retry_of text, headers text[]) RETURNS void
    LANGUAGE sql
AS $$
    SELECT dead_letter_add(service, topic, partition, "offset", key, value, error_class, error, version, retry_of);
    UPDATE dead_letter AS l SET headers = jsonb_object(dead_letter_add.headers)
    WHERE l.service = dead_letter_add.service AND l.topic = dead_letter_add.topic AND l.partition = dead_letter_add.partition
      AND l."offset" = dead_letter_add."offset" AND l.headers IS NULL AND dead_letter_add.headers <> '{}';
$$;
COMMENT ON FUNCTION dead_letter_add(text, text, integer, bigint, text, bytea, text, text, text, text, text[])
    IS 'Enters a message that a service gave up, with its headers as name and value in turn';
