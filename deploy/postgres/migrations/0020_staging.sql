-- The store reads each message once and hands its members over in columns, where it used to hand over the message for it to be read, kept
-- and taken apart again here. What is staged goes into the tables by store_take(). A store of the version before calls store_merge() as ever.
--
-- What wins is what it was, but for one tie: of two messages of one revision that were fetched at once, the one whose own columns are
-- greater, where it used to be the one of the greater digest. So nobody makes a digest of every item for that, and equal ones never differ.

CREATE FUNCTION store_stage() RETURNS void
    LANGUAGE plpgsql
AS $$
BEGIN
    -- Rows are kept as they come: compressing them here and not in their table gains nothing.
    CREATE TEMP TABLE IF NOT EXISTS staged_item (
        item_id text NOT NULL, revision text NOT NULL, generation bigint NOT NULL, classifier text NOT NULL, lexicon text NOT NULL,
        classified boolean NOT NULL, records jsonb NOT NULL, fetched text NOT NULL, published text, updated text, source text NOT NULL,
        guid text NOT NULL, story text, kind text, country text, lang text NOT NULL, url text, author text, published_raw text,
        published_precision text, published_from text NOT NULL, title text NOT NULL, summary text, text text NOT NULL,
        turn integer NOT NULL DEFAULT 1
    ) WITH (toast_tuple_target = 8160) ON COMMIT DELETE ROWS;
END;
$$;
COMMENT ON FUNCTION store_stage IS 'Makes the temporary table that results are copied into; turn is left out';

CREATE FUNCTION store_take() RETURNS TABLE (changed_item text, has_records boolean)
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

    IF cardinality(fresh) < (SELECT count(*) FROM staged_item) THEN
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
COMMENT ON FUNCTION store_take IS 'Merges what is staged; returns the items that may say something else now, and whether they have or had records';

-- As before, from what is staged.
CREATE OR REPLACE FUNCTION store_weigh(known text[]) RETURNS text[]
    LANGUAGE plpgsql
AS $$
DECLARE
    changed text[];
BEGIN
    UPDATE item_revision v
    SET classifier = best.classifier, lexicon = best.lexicon, generation = best.generation, classified = best.classified,
        records = best.records
    FROM (SELECT DISTINCT ON (s.item_id, s.revision) s.item_id, s.revision, s.generation, s.classifier, s.lexicon, s.classified, s.records
          FROM staged_item s
          WHERE s.item_id = ANY (known)
          ORDER BY s.item_id, s.revision, s.generation DESC, s.classifier COLLATE "C" DESC, s.lexicon COLLATE "C" DESC,
                   s.records::text COLLATE "C" DESC) AS best
    WHERE v.item_id = best.item_id AND v.revision = best.revision
      AND (best.generation, best.classifier COLLATE "C", best.lexicon COLLATE "C", best.records::text COLLATE "C")
        > (v.generation, v.classifier COLLATE "C", v.lexicon COLLATE "C", v.records::text COLLATE "C");

    UPDATE item i
    SET revision = latest.revision
    FROM (SELECT DISTINCT ON (item_id) item_id, revision
          FROM item_revision
          WHERE item_id = ANY (known)
          ORDER BY item_id, fetched DESC, revision COLLATE "C" DESC) AS latest
    WHERE i.id = latest.item_id AND i.revision <> latest.revision;

    WITH wanted AS (
        SELECT i.id, applied_digest(v.revision, v.generation, v.classifier, v.lexicon, v.records, coalesce(v.published, i.first_seen),
                                    v.story) AS digest
        FROM item i
        JOIN item_revision v ON v.item_id = i.id AND v.revision = i.revision
        WHERE i.id = ANY (known)
    ), applied AS (
        UPDATE item i SET applied = wanted.digest FROM wanted
        WHERE i.id = wanted.id AND i.applied <> wanted.digest
        RETURNING i.id
    )
    SELECT coalesce(array_agg(id ORDER BY id), '{}') INTO changed FROM applied;
    RETURN changed;
END;
$$;

CREATE OR REPLACE FUNCTION store_merge() RETURNS SETOF text
    LANGUAGE plpgsql
AS $$
BEGIN
    PERFORM store_stage();
    INSERT INTO staged_item
    SELECT item ->> 'id', item ->> 'revision', (value ->> 'generation')::bigint, value ->> 'classifier', value ->> 'lexicon',
           (value ->> 'classified')::boolean, value -> 'records', item ->> 'fetched', item ->> 'published', item ->> 'updated',
           item ->> 'source', item ->> 'guid', item ->> 'story', item ->> 'kind', item ->> 'country', item ->> 'lang', item ->> 'url',
           item ->> 'author', item ->> 'published_raw', item ->> 'published_precision', item ->> 'published_from', item ->> 'title',
           item ->> 'summary', item ->> 'text'
    FROM (SELECT value, value -> 'item' AS item FROM stage OFFSET 0) AS staged;
    RETURN QUERY SELECT changed_item FROM store_take();
END;
$$;
COMMENT ON FUNCTION store_merge IS 'For stores that stage whole messages: takes them apart and merges them';

COMMENT ON COLUMN item_revision.digest IS 'No longer used: what settled which of two messages fetched at once is kept';

-- As before, without item_revision''s digest, which the same message no longer gets.
CREATE OR REPLACE FUNCTION tables_digest() RETURNS TABLE (name text, row_count bigint, digest numeric)
    LANGUAGE sql STABLE
BEGIN ATOMIC
    SELECT 'item', count(*), coalesce(sum(hashtextextended(t::text, 7)::numeric), 0) FROM item t
    UNION ALL SELECT 'item_revision', count(*), coalesce(sum(hashtextextended((to_jsonb(t) - 'digest')::text, 7)::numeric), 0) FROM item_revision t
    UNION ALL SELECT 'sighting', count(*), coalesce(sum(hashtextextended(t::text, 7)::numeric), 0) FROM sighting t
    UNION ALL SELECT 'statement', count(*), coalesce(sum(hashtextextended((to_jsonb(t) - 'stored_at')::text, 7)::numeric), 0) FROM statement t
    UNION ALL SELECT 'tariff_change', count(*), coalesce(sum(hashtextextended((to_jsonb(t) - 'stored_at')::text, 7)::numeric), 0) FROM tariff_change t
    UNION ALL SELECT 'tariff_target', count(*), coalesce(sum(hashtextextended(t::text, 7)::numeric), 0) FROM tariff_target t
    UNION ALL SELECT 'tariff_rate', count(*), coalesce(sum(hashtextextended(t::text, 7)::numeric), 0) FROM tariff_rate t
    UNION ALL SELECT 'tariff_product', count(*), coalesce(sum(hashtextextended(t::text, 7)::numeric), 0) FROM tariff_product t
    UNION ALL SELECT 'tariff_hs', count(*), coalesce(sum(hashtextextended(t::text, 7)::numeric), 0) FROM tariff_hs t
    UNION ALL SELECT 'contradiction', count(*), coalesce(sum(hashtextextended(t::text, 7)::numeric), 0) FROM contradiction t;
END;
