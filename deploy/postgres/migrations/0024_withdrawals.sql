-- Who asks what changed since yesterday must learn what vanished, too. A record that the tables no longer have leaves a row that says what it
-- was, when it went and why. It is a log, as stored_at is: what went depends on what was there, so it belongs to no digest.

CREATE TABLE withdrawal (
    record_id text NOT NULL,
    withdrawn_at timestamptz NOT NULL DEFAULT now(),
    why text NOT NULL CHECK (why IN ('reclassified', 'revised', 'redacted', 'rebuilt')),
    type text NOT NULL CHECK (type IN ('claim', 'denial', 'tariff_change')),
    item_id text NOT NULL,
    revision text NOT NULL,
    said_at timestamptz NOT NULL,
    evidence int4range[] NOT NULL,
    record jsonb COMPRESSION lz4,
    PRIMARY KEY (record_id, withdrawn_at),
    CHECK (why <> 'redacted' OR record IS NULL)
);
COMMENT ON TABLE withdrawal IS 'Records that were stored and are no longer; one that came back later keeps its row here';
COMMENT ON COLUMN withdrawal.record_id IS 'The record''s id, in statement or tariff_change';
COMMENT ON COLUMN withdrawal.withdrawn_at IS 'When it went';
COMMENT ON COLUMN withdrawal.why IS 'reclassified: other rules read the same words otherwise; revised: the page was edited; redacted: its item was taken down; rebuilt: tables made anew from the topic lack it';
COMMENT ON COLUMN withdrawal.type IS 'claim, denial or tariff_change';
COMMENT ON COLUMN withdrawal.item_id IS 'Its item; no foreign key, for that may be taken down';
COMMENT ON COLUMN withdrawal.revision IS 'Revision of the item that said it';
COMMENT ON COLUMN withdrawal.said_at IS 'When it was said';
COMMENT ON COLUMN withdrawal.evidence IS 'Byte ranges of that revision''s text';
COMMENT ON COLUMN withdrawal.record IS 'The whole row as it was; null once its item is taken down';
CREATE INDEX withdrawal_at ON withdrawal (withdrawn_at);
COMMENT ON INDEX withdrawal_at IS 'What went since a time';
CREATE INDEX withdrawal_item ON withdrawal (item_id);
COMMENT ON INDEX withdrawal_item IS 'What to forget when an item is taken down';
GRANT SELECT ON withdrawal TO gainsay_reader, gainsay_writer;
GRANT INSERT ON withdrawal TO gainsay_writer;

-- At the end of the transaction, for the store replaces a row that says something else by deleting it first.
CREATE FUNCTION withdrawal_note() RETURNS trigger
    LANGUAGE plpgsql
AS $$
DECLARE
    stays boolean;
BEGIN
    IF TG_TABLE_NAME = 'statement' THEN
        stays := EXISTS (SELECT FROM statement WHERE id = OLD.id);
    ELSE
        stays := EXISTS (SELECT FROM tariff_change WHERE id = OLD.id);
    END IF;
    IF NOT stays THEN
        INSERT INTO withdrawal (record_id, why, type, item_id, revision, said_at, evidence, record)
        SELECT OLD.id, gone.why, coalesce(to_jsonb(OLD) ->> 'type', 'tariff_change'), OLD.item_id, OLD.revision, OLD.said_at, OLD.evidence,
               CASE WHEN gone.why <> 'redacted' THEN to_jsonb(OLD) END
        FROM (SELECT CASE WHEN EXISTS (SELECT FROM redaction WHERE item_id = OLD.item_id) THEN 'redacted'
                          WHEN EXISTS (SELECT FROM item WHERE id = OLD.item_id AND revision = OLD.revision) THEN 'reclassified'
                          ELSE 'revised' END) AS gone (why)
        ON CONFLICT DO NOTHING;
    END IF;
    RETURN NULL;
END;
$$;
COMMENT ON FUNCTION withdrawal_note IS 'Keeps what a record was that is there no more when the transaction ends';
CREATE CONSTRAINT TRIGGER statement_withdrawn AFTER DELETE ON statement
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION withdrawal_note();
CREATE CONSTRAINT TRIGGER tariff_change_withdrawn AFTER DELETE ON tariff_change
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION withdrawal_note();

CREATE VIEW withdrawals AS
SELECT w.record_id, w.withdrawn_at, w.why, w.type, coalesce(w.record ->> 'speaker', w.record ->> 'imposer') AS who,
       coalesce(w.record ->> 'matter', w.record ->> 'action') AS about, evidence_text(v.text, w.evidence) AS words, w.said_at, v.title, v.url,
       i.source, w.item_id, w.revision, w.record,
       EXISTS (SELECT FROM statement s WHERE s.id = w.record_id) OR EXISTS (SELECT FROM tariff_change t WHERE t.id = w.record_id) AS is_back
FROM withdrawal w
LEFT JOIN item i ON i.id = w.item_id
LEFT JOIN item_revision v ON v.item_id = w.item_id AND v.revision = w.revision;
COMMENT ON VIEW withdrawals IS 'Records that were taken back: what each was, its words unless its item was taken down, when and why it went, and whether it came back';
GRANT SELECT ON withdrawals TO gainsay_reader, gainsay_writer;

-- What went comes in the same list, by when it went; what is back is not gone.
DROP FUNCTION changed_since(timestamptz);
CREATE FUNCTION changed_since(since timestamptz)
    RETURNS TABLE (said_at timestamptz, type text, who text, words text, url text, id text, stored_at timestamptz, change text, why text)
    LANGUAGE sql STABLE
BEGIN ATOMIC
    SELECT s.said_at, s.type, s.speaker, s.words, s.url, s.id, s.stored_at, 'written', NULL FROM statements s WHERE s.stored_at >= since
    UNION ALL
    SELECT t.said_at, 'tariff_change', t.imposer, t.words, t.url, t.id, t.stored_at, 'written', NULL FROM tariff_changes t WHERE t.stored_at >= since
    UNION ALL
    (SELECT DISTINCT ON (w.record_id) w.said_at, w.type, w.who, w.words, w.url, w.record_id, w.withdrawn_at, 'withdrawn', w.why
     FROM withdrawals w
     WHERE w.withdrawn_at >= since AND NOT w.is_back
     ORDER BY w.record_id, w.withdrawn_at DESC)
    ORDER BY 7, 6;
END;
COMMENT ON FUNCTION changed_since IS 'Records that were written since a time, for they are new or say something else than before, however old what they tell, and those that were withdrawn since, with the reason';

-- As before; what is kept of earlier records of the item goes, too.
CREATE OR REPLACE FUNCTION redact(item text, redacted_by text, reason text) RETURNS boolean
    LANGUAGE plpgsql
AS $$
DECLARE
    speakers uuid[];
    goods text[];
    had boolean;
BEGIN
    LOCK TABLE redaction IN EXCLUSIVE MODE;
    INSERT INTO redaction (item_id, redacted_by, reason) VALUES (item, redact.redacted_by, redact.reason)
    ON CONFLICT (item_id) DO NOTHING;
    speakers := ARRAY(SELECT DISTINCT speaker_id FROM statement s WHERE s.item_id = item
                      UNION SELECT (w.record ->> 'speaker_id')::uuid FROM withdrawal w WHERE w.item_id = item);
    goods := ARRAY(SELECT DISTINCT product FROM tariff_product p JOIN tariff_change t ON t.id = p.change_id WHERE t.item_id = item
                   UNION SELECT product_names(w.record ->> 'products') FROM withdrawal w WHERE w.item_id = item);
    UPDATE withdrawal w SET record = NULL WHERE w.item_id = item;
    DELETE FROM item_revision v WHERE v.item_id = item;
    DELETE FROM item i WHERE i.id = item;
    had := FOUND;
    DELETE FROM speaker p WHERE p.id = ANY (speakers) AND NOT EXISTS (SELECT FROM statement s WHERE s.speaker_id = p.id);
    DELETE FROM product p WHERE p.name = ANY (goods) AND NOT EXISTS (SELECT FROM tariff_product u WHERE u.product = p.name);
    RETURN had;
END;
$$;

-- Tables made anew have no past of their own: they get the old ones' withdrawals, and what they lack is withdrawn now.
CREATE FUNCTION rebuild_withdrawals(old text, new text) RETURNS void
    LANGUAGE plpgsql
AS $$
DECLARE
    kind text;
BEGIN
    FOREACH kind IN ARRAY ARRAY['statement', 'tariff_change'] LOOP
        EXECUTE format('INSERT INTO %1$I.withdrawal (record_id, why, type, item_id, revision, said_at, evidence, record)
                        SELECT o.id, ''rebuilt'', coalesce(to_jsonb(o) ->> ''type'', ''tariff_change''), o.item_id, o.revision, o.said_at,
                               o.evidence, to_jsonb(o)
                        FROM %2$I.%3$I o WHERE NOT EXISTS (SELECT FROM %1$I.%3$I n WHERE n.id = o.id)
                        ON CONFLICT DO NOTHING', new, old, kind);
    END LOOP;
END;
$$;
COMMENT ON FUNCTION rebuild_withdrawals IS 'Notes the records of the old schema that the new one lacks';

CREATE OR REPLACE FUNCTION rebuild_swap(old text, new text, kept text) RETURNS void
    LANGUAGE plpgsql
AS $$
BEGIN
    PERFORM rebuild_carry(old, new);
    PERFORM rebuild_withdrawals(old, new);
    PERFORM rebuild_grants(old, new);
    EXECUTE format('ALTER SCHEMA %I RENAME TO %I', old, kept);
    EXECUTE format('ALTER SCHEMA %I RENAME TO %I', new, old);
END;
$$;
