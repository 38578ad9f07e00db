-- What a batch costs PostgreSQL, less what nobody needed: long texts written out of line twice, a row of the text index's queue for each new
-- item, and records looked up thrice and read with a call for each list in them. Rows are what they were.

CREATE OR REPLACE FUNCTION store_stage() RETURNS void
    LANGUAGE plpgsql
AS $$
DECLARE
    texts text;
BEGIN
    IF to_regclass('pg_temp.staged_item') IS NOT NULL THEN
        RETURN;
    END IF;
    -- Texts are compressed as they come, on the connection that has the time, and go into their table like that.
    CREATE TEMP TABLE staged_item (
        item_id text NOT NULL, revision text NOT NULL, generation bigint NOT NULL, classifier text NOT NULL, lexicon text NOT NULL,
        classified boolean NOT NULL, records jsonb COMPRESSION lz4 NOT NULL, fetched text NOT NULL, published text, updated text,
        source text NOT NULL, guid text NOT NULL, story text, kind text, country text, lang text NOT NULL, url text, author text, published_raw text,
        published_precision text, published_from text NOT NULL, title text NOT NULL, summary text, text text COMPRESSION lz4 NOT NULL,
        turn integer NOT NULL DEFAULT 1
    ) ON COMMIT DELETE ROWS;
    -- What is long still is moved out of line in its table alone: here it would be written, found and read once more for nothing. All columns
    -- alike, or the short ones would be moved out to make room for the long one.
    SELECT string_agg(format('ALTER %I SET STORAGE MAIN', attname), ', ') INTO texts
    FROM pg_attribute WHERE attrelid = 'pg_temp.staged_item'::regclass AND attnum > 0 AND attstorage = 'x';
    EXECUTE 'ALTER TABLE staged_item ' || texts;
END;
$$;

-- Items that are new wait for the text index by the list, fifty in a row; one that reads differently still waits by itself.
CREATE TABLE search_list (
    number bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    items text[] NOT NULL CHECK (items <> '{}'),
    queued_at timestamptz NOT NULL DEFAULT now()
);
COMMENT ON TABLE search_list IS 'New items whose words are not in the index yet';
COMMENT ON COLUMN search_list.number IS 'Order of work';
COMMENT ON COLUMN search_list.items IS 'The items; one may be gone meanwhile';
COMMENT ON COLUMN search_list.queued_at IS 'Since when they wait';
COMMENT ON TABLE search_queue IS 'Items that read differently and whose words are not in the index yet';
GRANT SELECT ON search_list TO gainsay_reader, gainsay_writer;
GRANT INSERT, DELETE ON search_list TO gainsay_writer;

CREATE OR REPLACE FUNCTION search_enqueue() RETURNS trigger
    LANGUAGE plpgsql
AS $$
BEGIN
    INSERT INTO search_list (items)
    SELECT array_agg(numbered.id ORDER BY numbered.id)
    FROM (SELECT id, (row_number() OVER () - 1) / 50 AS list FROM changed) AS numbered
    GROUP BY numbered.list ORDER BY numbered.list;
    RETURN NULL;
END;
$$;

CREATE OR REPLACE FUNCTION search_index(most integer) RETURNS integer
    LANGUAGE plpgsql
AS $$
DECLARE
    taken text[];
BEGIN
    IF NOT pg_try_advisory_xact_lock(4729614) THEN
        RETURN 0;
    END IF;
    WITH singles AS (
        DELETE FROM search_queue WHERE number IN (SELECT q.number FROM search_queue q ORDER BY q.number LIMIT most)
        RETURNING item_id
    ), lists AS (
        DELETE FROM search_list
        WHERE number IN (SELECT l.number FROM search_list l ORDER BY l.number LIMIT greatest(1, (most - (SELECT count(*) FROM singles)) / 50))
        RETURNING items
    )
    SELECT array_agg(id) INTO taken
    FROM (SELECT item_id FROM singles UNION ALL SELECT unnest(items) FROM lists) AS both_kinds (id);
    INSERT INTO item_words (item_id, config, words)
    SELECT i.id, c.config, setweight(to_tsvector(c.config, v.title), 'A') || to_tsvector(c.config, left(v.text, 250000))
    FROM item i
    JOIN item_revision v ON v.item_id = i.id AND v.revision = i.revision
    CROSS JOIN LATERAL (SELECT CASE WHEN v.lang LIKE 'en%' THEN 'english' ELSE 'simple' END::regconfig) AS c (config)
    WHERE i.id = ANY (taken)
    ORDER BY i.id
    ON CONFLICT (item_id) DO UPDATE SET config = excluded.config, words = excluded.words;
    RETURN coalesce(cardinality(taken), 0);
END;
$$;
COMMENT ON FUNCTION search_index IS 'Indexes so many waiting items, or up to a list more; returns how many it took from the queue';

CREATE OR REPLACE VIEW search_lag AS
SELECT coalesce(sum(waiting.items), 0)::bigint AS items,
       coalesce(extract(epoch FROM now() - min(waiting.queued_at)), 0)::double precision AS seconds,
       coalesce(sum(waiting.items) FILTER (WHERE waiting.queued_at > now() - interval '2 seconds'), 0)::bigint AS recent
FROM (SELECT 1 AS items, queued_at FROM search_queue UNION ALL SELECT cardinality(items), queued_at FROM search_list) AS waiting;
COMMENT ON VIEW search_lag IS 'How many items wait for the index, for how long the oldest does, and how many of them came within the last two seconds';

CREATE OR REPLACE FUNCTION derived_tables() RETURNS text[]
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN '{item,item_revision,statement,tariff_change,contradiction,sighting,tariff_target,tariff_rate,tariff_product,tariff_hs,matter,speaker,office,instrument,product,hs_code,classifier_version,search_queue,search_list,item_words,kafka_offset}'::text[];

-- Records are read in one pass and once for statements and changes. Items are looked up one by one, whatever the plan was made for: one that was
-- kept from when its tables were empty read whole tables for each batch (400 to 970 us an item for 10).

CREATE FUNCTION evidence_spans(evidence integer[]) RETURNS int4range[]
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN (SELECT coalesce(array_agg(int4range(evidence[place][1], evidence[place][2]) ORDER BY place), '{}')
        FROM generate_series(1, array_length(evidence, 1)) AS place);
COMMENT ON FUNCTION evidence_spans IS '{{start, end}, ...} as ranges';

-- What is written for one range is put in place of a call; for more it is one.
CREATE FUNCTION evidence_texts(body text, ranges int4range[]) RETURNS text
    LANGUAGE sql STABLE PARALLEL SAFE
RETURN (SELECT string_agg(evidence_span(body, lower(span), upper(span)), ' ' ORDER BY place)
        FROM unnest(ranges) WITH ORDINALITY AS spans (span, place));
COMMENT ON FUNCTION evidence_texts IS 'The words of several ranges';
CREATE OR REPLACE FUNCTION evidence_text(body text, ranges int4range[]) RETURNS text
    LANGUAGE sql STABLE PARALLEL SAFE
RETURN CASE WHEN cardinality(ranges) = 1 THEN evidence_span(body, lower(ranges[1]), upper(ranges[1]))
            ELSE evidence_texts(body, ranges) END;

CREATE FUNCTION records_told(ids text[]) RETURNS TABLE (
    item_id text, revision text, said_at timestamptz, spans int4range[], id text, type text, certainty text, temporality text,
    rules text, confidence real, speaker text, speaker_side text, speaker_role text, organization text, matter text, parties text[],
    denies text, denies_side text, denial_kind text, initiator text, event_date date, from_question boolean, speaker_actor text,
    denies_actor text, imposer text, targets text[], excluded text[], products text, hs text[], hs_stated boolean, action text, status text,
    rate numeric, rate_from numeric, rate_points numeric, rate_operator text, effective date, expires date, announced date, instrument text,
    value_basis text, exempt_from text, condition text, retaliation boolean)
    LANGUAGE sql STABLE
BEGIN ATOMIC
    SELECT v.item_id, v.revision, v.said_at,
           CASE WHEN cardinality(r.evidence) = 2 THEN ARRAY[int4range(r.evidence[1][1], r.evidence[1][2])] ELSE evidence_spans(r.evidence) END,
           r.id, r.type, r.certainty, coalesce(r.temporality, 'current'), r.rules, r.confidence, nullif(r.speaker, ''),
           nullif(r.speaker_side, ''), r.speaker_role, r.organization, r.matter, coalesce(r.parties, '{}'), nullif(r.denies, ''),
           r.denies_side, r.denial_kind, r.initiator, r.event_date, coalesce(r.from_question, false), nullif(r.speaker_actor, ''),
           nullif(r.denies_actor, ''), nullif(r.imposer, ''), coalesce(r.targets, '{}'), coalesce(r.excluded, '{}'), nullif(r.products, ''),
           coalesce(r.hs, '{}'), coalesce(r.hs_stated, false), r.action, r.status, r.rate, r.rate_from, r.rate_points,
           coalesce(r.rate_operator, 'eq'), r.effective, r.expires, r.announced, r.instrument, r.value_basis, r.exempt_from, r.condition,
           coalesce(r.retaliation, false)
    FROM unnest(ids) AS wanted (id)
    CROSS JOIN LATERAL (SELECT w.item_id, w.revision, w.records, coalesce(w.published, i.first_seen) AS said_at
                        FROM item i JOIN item_revision w ON w.item_id = i.id AND w.revision = i.revision
                        WHERE i.id = wanted.id OFFSET 0) AS v
    CROSS JOIN jsonb_to_recordset(v.records) AS r (
        id text, type text, certainty text, temporality text, rules text, confidence real, evidence integer[], speaker text,
        speaker_side text, speaker_role text, organization text, matter text, parties text[], denies text, denies_side text,
        denial_kind text, initiator text, event_date date, from_question boolean, speaker_actor text, denies_actor text, imposer text,
        targets text[], excluded text[], products text, hs text[], hs_stated boolean, action text, status text, rate numeric,
        rate_from numeric, rate_points numeric, rate_operator text, effective date, expires date, announced date, instrument text,
        value_basis text, exempt_from text, condition text, retaliation boolean);
END;
COMMENT ON FUNCTION records_told IS 'The records that these items'' current revisions hold';

CREATE OR REPLACE FUNCTION statements_said(ids text[]) RETURNS TABLE (
    id text, item_id text, revision text, type text, speaker text, speaker_side text, speaker_role text, organization text,
    matter text, family smallint, parties text[], denies text, denies_side text, denial_kind text, initiator text,
    event_date date, from_question boolean, certainty text, temporality text, said_at timestamptz, evidence int4range[],
    rules text, confidence real, speaker_id uuid, office_id uuid, stored_at timestamptz, speaker_actor text, denies_actor text)
    LANGUAGE sql STABLE
BEGIN ATOMIC
    SELECT r.id, r.item_id, r.revision, r.type, r.speaker, r.speaker_side, r.speaker_role, r.organization, r.matter,
           matter_family(r.matter), r.parties, r.denies, r.denies_side, r.denial_kind, r.initiator, r.event_date, r.from_question,
           r.certainty, r.temporality, r.said_at, r.spans, r.rules, r.confidence,
           name_id(tidy(coalesce(r.speaker_actor, r.speaker)), r.speaker_side),
           office_id(tidy(r.speaker_role), tidy(r.organization), r.speaker_side), now(), r.speaker_actor, r.denies_actor
    FROM records_told(ids) AS r
    WHERE r.type IN ('claim', 'denial');
END;

CREATE OR REPLACE FUNCTION due_changes(ids text[]) RETURNS TABLE (
    id text, item_id text, revision text, imposer text, targets text[], excluded text[], products text, hs text[],
    hs_stated boolean, action text, status text, rate numeric, rate_from numeric, rate_points numeric, rate_operator text,
    effective date, expires date, announced date, instrument text, value_basis text, exempt_from text, condition text,
    retaliation boolean, certainty text, temporality text, said_at timestamptz, evidence int4range[], rules text,
    confidence real, instrument_name text, stored_at timestamptz)
    LANGUAGE sql STABLE
BEGIN ATOMIC
    SELECT r.id, r.item_id, r.revision, r.imposer, r.targets, r.excluded, r.products, r.hs, r.hs_stated, r.action, r.status, r.rate,
           r.rate_from, r.rate_points, r.rate_operator, r.effective, r.expires, r.announced, r.instrument, r.value_basis, r.exempt_from,
           r.condition, r.retaliation, r.certainty, r.temporality, r.said_at, r.spans, r.rules, r.confidence, tidy(r.instrument), now()
    FROM records_told(ids) AS r
    WHERE r.type = 'tariff_change';
END;

CREATE FUNCTION store_records(ids text[]) RETURNS void
    LANGUAGE plpgsql
AS $$
DECLARE
    written text[];
BEGIN
    WITH told AS MATERIALIZED (
        SELECT r.*, name_id(tidy(coalesce(r.speaker_actor, r.speaker)), r.speaker_side) AS speaker_id,
               office_id(tidy(r.speaker_role), tidy(r.organization), r.speaker_side) AS office_id, tidy(r.instrument) AS instrument_name
        FROM records_told(ids) AS r
    ), people AS (
        INSERT INTO speaker (id, name, side)
        SELECT DISTINCT ON (speaker_id) speaker_id, tidy(coalesce(speaker_actor, speaker)), speaker_side
        FROM told WHERE type IN ('claim', 'denial') AND speaker_id IS NOT NULL ORDER BY speaker_id
        ON CONFLICT DO NOTHING
    ), offices AS (
        INSERT INTO office (id, role, organization, side)
        SELECT DISTINCT ON (office_id) office_id, tidy(speaker_role), tidy(organization), speaker_side
        FROM told WHERE type IN ('claim', 'denial') AND office_id IS NOT NULL ORDER BY office_id
        ON CONFLICT DO NOTHING
    ), instruments AS (
        INSERT INTO instrument (name)
        SELECT DISTINCT instrument_name FROM told WHERE type = 'tariff_change' AND instrument_name IS NOT NULL ORDER BY instrument_name
        ON CONFLICT DO NOTHING
    ), statements AS (
        INSERT INTO statement (
            id, item_id, revision, type, speaker, speaker_side, speaker_role, organization, matter, family, parties, denies, denies_side,
            denial_kind, initiator, event_date, from_question, certainty, temporality, said_at, evidence, rules, confidence, speaker_id,
            office_id, stored_at, speaker_actor, denies_actor)
        SELECT id, item_id, revision, type, speaker, speaker_side, speaker_role, organization, matter, matter_family(matter), parties,
            denies, denies_side, denial_kind, initiator, event_date, from_question, certainty, temporality, said_at, spans, rules,
            confidence, speaker_id, office_id, now(), speaker_actor, denies_actor
        FROM told WHERE type IN ('claim', 'denial') ON CONFLICT (id) DO NOTHING
    ), changes AS (
        INSERT INTO tariff_change (
            id, item_id, revision, imposer, targets, excluded, products, hs, hs_stated, action, status, rate, rate_from, rate_points,
            rate_operator, effective, expires, announced, instrument, value_basis, exempt_from, condition, retaliation, certainty,
            temporality, said_at, evidence, rules, confidence, instrument_name, stored_at)
        SELECT id, item_id, revision, imposer, targets, excluded, products, hs, hs_stated, action, status, rate, rate_from, rate_points,
            rate_operator, effective, expires, announced, instrument, value_basis, exempt_from, condition, retaliation, certainty,
            temporality, said_at, spans, rules, confidence, instrument_name, now()
        FROM told WHERE type = 'tariff_change' ON CONFLICT (id) DO NOTHING RETURNING id
    )
    SELECT array_agg(id) INTO written FROM changes;
    IF written IS NOT NULL THEN
        PERFORM store_details(written);
    END IF;
END;
$$;
COMMENT ON FUNCTION store_records IS 'Writes the records and names that these items'' current revisions say and the tables lack';

CREATE OR REPLACE FUNCTION store_apply(ids text[]) RETURNS void
    LANGUAGE plpgsql
AS $$
BEGIN
    PERFORM store_records(ids);
    INSERT INTO sighting AS old (item_id, story)
    SELECT v.item_id, v.story
    FROM unnest(ids) AS wanted (id)
    CROSS JOIN LATERAL (SELECT w.item_id, w.story FROM item i JOIN item_revision w ON w.item_id = i.id AND w.revision = i.revision
                        WHERE i.id = wanted.id OFFSET 0) AS v
    WHERE v.story IS NOT NULL
    ON CONFLICT (item_id) DO UPDATE SET story = excluded.story WHERE old.story <> excluded.story;
END;
$$;

-- A batch of new items alone, which most are, is passed over fewer times.
CREATE OR REPLACE FUNCTION store_take() RETURNS TABLE (changed_item text, has_records boolean)
    LANGUAGE plpgsql
AS $$
DECLARE
    repeated text[];
    fresh text[];
    telling text[];
    known text[] := '{}';
    turns integer := 1;
BEGIN
    -- Held until commit, so that a redaction waits for the transactions that began before it.
    LOCK TABLE redaction IN ROW SHARE MODE;
    DELETE FROM staged_item s USING redaction r WHERE r.item_id = s.item_id;

    INSERT INTO classifier_version (classifier, lexicon, generation)
    SELECT DISTINCT s.classifier, s.lexicon, s.generation FROM staged_item s ORDER BY 3, 1, 2
    ON CONFLICT DO NOTHING;
    repeated := ARRAY(SELECT s.item_id FROM staged_item s GROUP BY s.item_id HAVING count(*) > 1);

    -- Rows are taken in the order of their ids everywhere, so that two stores can't deadlock. Those that are there already are locked,
    -- changed or not; a row that this makes has no xmax. Of several of one item none is known yet to be the one that stays.
    WITH placed AS (
        INSERT INTO item AS old (id, source, guid, first_seen, revision, applied)
        SELECT DISTINCT ON (s.item_id) s.item_id, s.source, s.guid, s.fetched::timestamptz, s.revision,
               CASE WHEN s.item_id = ANY (repeated) THEN ''
                    ELSE applied_digest(s.revision, s.generation, s.classifier, s.lexicon, s.records,
                                        coalesce(s.published, s.fetched)::timestamptz, s.story) END
        FROM staged_item s
        ORDER BY s.item_id, s.fetched::timestamptz
        ON CONFLICT (id) DO UPDATE SET first_seen = excluded.first_seen
            WHERE excluded.first_seen < old.first_seen
        RETURNING id, xmax = 0 AS is_new
    )
    SELECT coalesce(array_agg(id) FILTER (WHERE is_new AND id <> ALL (repeated)), '{}') INTO fresh FROM placed;

    -- An item that this transaction made has no revision yet that an insert could meet, and nobody else can give it one.
    IF cardinality(fresh) = (SELECT count(*) FROM staged_item) THEN
        INSERT INTO item_revision (
            item_id, revision, fetched, story, kind, country, lang, url, title, summary, text, author, published, published_raw,
            published_precision, published_from, updated, digest, classifier, lexicon, generation, classified, records)
        SELECT s.item_id, s.revision, s.fetched::timestamptz, s.story, s.kind, s.country, s.lang, s.url, s.title, s.summary, s.text,
               s.author, s.published::timestamptz, s.published_raw, s.published_precision, s.published_from, s.updated::timestamptz, '',
               s.classifier, s.lexicon, s.generation, s.classified, s.records
        FROM staged_item s;
        INSERT INTO sighting (item_id, story) SELECT s.item_id, s.story FROM staged_item s WHERE s.story IS NOT NULL;
        -- Of a new item only what says something has anything else to be written.
        telling := ARRAY(SELECT s.item_id FROM staged_item s WHERE s.records <> '[]');
        IF telling <> '{}' THEN
            PERFORM store_records(telling);
        END IF;
        RETURN QUERY SELECT s.item_id, s.records <> '[]' FROM staged_item s;
        RETURN;
    END IF;

    -- An INSERT writes no row twice, so that several messages of one revision take turns.
    IF repeated <> '{}' THEN
        UPDATE staged_item s SET turn = numbered.turn
        FROM (SELECT t.ctid AS place, row_number() OVER (PARTITION BY t.item_id, t.revision) AS turn
              FROM staged_item t WHERE t.item_id = ANY (repeated)) AS numbered
        WHERE s.ctid = numbered.place AND numbered.turn > 1;
        turns := (SELECT max(s.turn) FROM staged_item s);
    END IF;
    FOR this_turn IN 1 .. turns LOOP
        INSERT INTO item_revision AS old (
            item_id, revision, fetched, story, kind, country, lang, url, title, summary, text, author, published, published_raw,
            published_precision, published_from, updated, digest, classifier, lexicon, generation, classified, records)
        SELECT s.item_id, s.revision, s.fetched::timestamptz, s.story, s.kind, s.country, s.lang, s.url, s.title, s.summary, s.text,
               s.author, s.published::timestamptz, s.published_raw, s.published_precision, s.published_from, s.updated::timestamptz, '',
               s.classifier, s.lexicon, s.generation, s.classified, s.records
        FROM staged_item s
        WHERE s.turn = this_turn
        ON CONFLICT ON CONSTRAINT item_revision_pkey DO UPDATE SET
            fetched = excluded.fetched, story = excluded.story, kind = excluded.kind,
            country = excluded.country, lang = excluded.lang, url = excluded.url,
            summary = excluded.summary, author = excluded.author, published = excluded.published,
            published_raw = excluded.published_raw, published_precision = excluded.published_precision,
            published_from = excluded.published_from, updated = excluded.updated, digest = ''
            WHERE (excluded.fetched, ROW (excluded.story, excluded.kind, excluded.country, excluded.lang, excluded.url, excluded.summary,
                    excluded.author, excluded.published, excluded.published_raw, excluded.published_precision, excluded.published_from,
                    excluded.updated)::text COLLATE "C")
                > (old.fetched, ROW (old.story, old.kind, old.country, old.lang, old.url, old.summary, old.author, old.published,
                    old.published_raw, old.published_precision, old.published_from, old.updated)::text COLLATE "C");
    END LOOP;
    known := store_weigh(ARRAY(SELECT s.item_id FROM staged_item s EXCEPT SELECT unnest(fresh)));
    PERFORM store_withdraw(known);
    telling := known || ARRAY(SELECT s.item_id FROM staged_item s JOIN unnest(fresh) AS f (id) ON f.id = s.item_id WHERE s.records <> '[]');
    INSERT INTO sighting (item_id, story)
    SELECT s.item_id, s.story FROM staged_item s JOIN unnest(fresh) AS f (id) ON f.id = s.item_id WHERE s.story IS NOT NULL;
    IF telling <> '{}' THEN
        PERFORM store_apply(telling);
    END IF;
    RETURN QUERY SELECT unnest(telling), true UNION ALL (SELECT unnest(fresh), false EXCEPT SELECT unnest(telling), false);
END;
$$;
