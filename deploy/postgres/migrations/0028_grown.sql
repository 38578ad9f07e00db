-- What the store does for a batch, on tables that have grown.
--
-- A plan that a session keeps is made when its tables may be empty, where reading a whole table is the best way: rows that are fenced off by
-- OFFSET 0 are looked up one by one, whatever the plan was made for.

CREATE OR REPLACE FUNCTION store_details(changes text[]) RETURNS void
    LANGUAGE plpgsql
AS $$
BEGIN
    INSERT INTO tariff_target (change_id, target, excluded)
    SELECT t.id, target, bool_and(left_out)
    FROM unnest(changes) AS change (id)
    CROSS JOIN LATERAL (SELECT * FROM tariff_change WHERE id = change.id OFFSET 0) AS t
    CROSS JOIN LATERAL (SELECT code, false FROM unnest(t.targets) AS code
                        UNION ALL SELECT code, true FROM unnest(t.excluded) AS code) AS named (target, left_out)
    WHERE target ~ '^([A-Z]{2}|WTO|\*)$'
    GROUP BY t.id, target;

    INSERT INTO tariff_rate (change_id, kind, value, unit, operator)
    SELECT t.id, kind, value, unit, CASE WHEN kind = 'former' THEN 'eq' ELSE t.rate_operator END
    FROM unnest(changes) AS change (id)
    CROSS JOIN LATERAL (SELECT * FROM tariff_change WHERE id = change.id OFFSET 0) AS t
    CROSS JOIN LATERAL (VALUES ('new', t.rate, 'percent'), ('former', t.rate_from, 'percent'),
                               ('change', t.rate_points, 'points')) AS rates (kind, value, unit)
    WHERE value IS NOT NULL;

    WITH named AS MATERIALIZED (
        SELECT t.id, name
        FROM unnest(changes) AS change (id)
        CROSS JOIN LATERAL (SELECT * FROM tariff_change WHERE id = change.id OFFSET 0) AS t
        CROSS JOIN product_names(t.products) AS name
    ), names AS (
        INSERT INTO product (name) SELECT DISTINCT name FROM named ORDER BY name ON CONFLICT DO NOTHING
    )
    INSERT INTO tariff_product (change_id, product) SELECT id, name FROM named;

    WITH stated AS MATERIALIZED (
        SELECT DISTINCT t.id, code, t.hs_stated
        FROM unnest(changes) AS change (id)
        CROSS JOIN LATERAL (SELECT * FROM tariff_change WHERE id = change.id OFFSET 0) AS t
        CROSS JOIN unnest(t.hs) AS written
        CROSS JOIN replace(written, '.', '') AS code
        WHERE code ~ '^[0-9]{2}([0-9]{2}){0,4}$' AND left(code, 2) <> '00'
    ), codes AS (
        INSERT INTO hs_code (code, chapter)
        SELECT DISTINCT code, left(code, 2) FROM stated WHERE length(code) > 2 ORDER BY code ON CONFLICT DO NOTHING
    )
    INSERT INTO tariff_hs (change_id, code, stated) SELECT id, code, hs_stated FROM stated;
END;
$$;

CREATE OR REPLACE FUNCTION store_stage() RETURNS void
    LANGUAGE plpgsql
AS $$
BEGIN
    -- Texts are compressed as they come, on the connection that has the time, and go into their table like that.
    CREATE TEMP TABLE IF NOT EXISTS staged_item (
        item_id text NOT NULL, revision text NOT NULL, generation bigint NOT NULL, classifier text NOT NULL, lexicon text NOT NULL,
        classified boolean NOT NULL, records jsonb COMPRESSION lz4 NOT NULL, fetched text NOT NULL, published text, updated text,
        source text NOT NULL, guid text NOT NULL, story text, kind text, country text, lang text NOT NULL, url text, author text, published_raw text,
        published_precision text, published_from text NOT NULL, title text NOT NULL, summary text, text text COMPRESSION lz4 NOT NULL,
        turn integer NOT NULL DEFAULT 1
    ) ON COMMIT DELETE ROWS;
END;
$$;

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
    ELSE
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
    END IF;
    -- Of a new item only what says something has anything to be written but its sighting.
    telling := known || ARRAY(SELECT s.item_id FROM staged_item s JOIN unnest(fresh) AS f (id) ON f.id = s.item_id WHERE s.records <> '[]');
    INSERT INTO sighting (item_id, story)
    SELECT s.item_id, s.story FROM staged_item s JOIN unnest(fresh) AS f (id) ON f.id = s.item_id WHERE s.story IS NOT NULL;
    IF telling <> '{}' THEN
        PERFORM store_apply(telling);
    END IF;
    RETURN QUERY SELECT unnest(telling), true UNION ALL (SELECT unnest(fresh), false EXCEPT SELECT unnest(telling), false);
END;
$$;
