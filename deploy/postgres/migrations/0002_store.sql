-- How the store turns a batch of messages into rows. The store copies the batch into a temporary table stage(value jsonb)
-- and calls store_merge(); both run in the transaction that moves the offset.
--
-- What wins does not depend on the order of arrival: of an item, the revision fetched last (ties: the greater revision id); of a
-- revision, the classification of the greatest generation (ties: the greater text, so that everybody agrees).

CREATE FUNCTION matter_family(matter text) RETURNS smallint
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN CASE
    WHEN matter IN ('contact', 'talks', 'deal') THEN 1
    WHEN matter IN ('tariff_level', 'tariff_plan') THEN 2
    WHEN matter = 'trade_conduct' THEN 3
    ELSE 4
END;
COMMENT ON FUNCTION matter_family IS 'Matters that can contradict each other, as the linking library groups them';

CREATE FUNCTION evidence_ranges(evidence jsonb) RETURNS int4range[]
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN (SELECT coalesce(array_agg(int4range((span -> 0)::int, (span -> 1)::int) ORDER BY place), '{}')
        FROM jsonb_array_elements(evidence) WITH ORDINALITY AS spans (span, place));
COMMENT ON FUNCTION evidence_ranges IS '[[start, end], ...] as ranges';

CREATE FUNCTION text_array(list jsonb) RETURNS text[]
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN (SELECT coalesce(array_agg(word ORDER BY place), '{}')
        FROM jsonb_array_elements_text(coalesce(list, '[]')) WITH ORDINALITY AS words (word, place));
COMMENT ON FUNCTION text_array IS 'A JSON list of strings as an array; null as the empty one';

CREATE FUNCTION store_apply(ids text[]) RETURNS void
    LANGUAGE sql
BEGIN ATOMIC
    DELETE FROM statement WHERE item_id = ANY (ids);
    DELETE FROM tariff_change WHERE item_id = ANY (ids);
    INSERT INTO statement
    SELECT r ->> 'id', i.id, i.revision, r ->> 'type', nullif(r ->> 'speaker', ''),
           nullif(r ->> 'speaker_side', ''), r ->> 'speaker_role', r ->> 'organization', r ->> 'matter',
           matter_family(r ->> 'matter'), text_array(r -> 'parties'), nullif(r ->> 'denies', ''),
           r ->> 'denies_side', r ->> 'denial_kind', r ->> 'initiator', (r ->> 'event_date')::date,
           coalesce((r ->> 'from_question')::boolean, false), r ->> 'certainty',
           coalesce(r ->> 'temporality', 'current'), coalesce(v.published, i.first_seen),
           evidence_ranges(r -> 'evidence'), r ->> 'rules', (r ->> 'confidence')::real
    FROM item i
    JOIN item_revision v ON v.item_id = i.id AND v.revision = i.revision
    CROSS JOIN jsonb_array_elements(v.records) AS r
    WHERE i.id = ANY (ids) AND r ->> 'type' IN ('claim', 'denial')
    ON CONFLICT (id) DO NOTHING;
    INSERT INTO tariff_change
    SELECT r ->> 'id', i.id, i.revision, nullif(r ->> 'imposer', ''), text_array(r -> 'targets'),
           text_array(r -> 'excluded'), nullif(r ->> 'products', ''), text_array(r -> 'hs'),
           coalesce((r ->> 'hs_stated')::boolean, false), r ->> 'action', r ->> 'status',
           (r ->> 'rate')::numeric, (r ->> 'rate_from')::numeric, (r ->> 'rate_points')::numeric,
           coalesce(r ->> 'rate_operator', 'eq'), (r ->> 'effective')::date, (r ->> 'expires')::date,
           (r ->> 'announced')::date, r ->> 'instrument', r ->> 'value_basis', r ->> 'exempt_from',
           r ->> 'condition', coalesce((r ->> 'retaliation')::boolean, false), r ->> 'certainty',
           coalesce(r ->> 'temporality', 'current'), coalesce(v.published, i.first_seen),
           evidence_ranges(r -> 'evidence'), r ->> 'rules', (r ->> 'confidence')::real
    FROM item i
    JOIN item_revision v ON v.item_id = i.id AND v.revision = i.revision
    CROSS JOIN jsonb_array_elements(v.records) AS r
    WHERE i.id = ANY (ids) AND r ->> 'type' = 'tariff_change'
    ON CONFLICT (id) DO NOTHING;
END;
COMMENT ON FUNCTION store_apply IS 'Makes the statements and tariff changes of these items anew from their current revisions';

CREATE FUNCTION store_merge() RETURNS SETOF text
    LANGUAGE plpgsql
AS $$
DECLARE
    touched text[];
    changed text[];
BEGIN
    CREATE TEMP TABLE IF NOT EXISTS incoming (
        item_id text, revision text, fetched timestamptz, generation bigint, item jsonb, result jsonb
    ) ON COMMIT DELETE ROWS;
    INSERT INTO incoming
    SELECT value -> 'item' ->> 'id', value -> 'item' ->> 'revision',
           (value -> 'item' ->> 'fetched')::timestamptz, (value ->> 'generation')::bigint,
           value -> 'item', value - 'item'
    FROM stage;

    -- Rows are taken in the order of their ids everywhere, so that two stores can't deadlock.
    INSERT INTO item (id, source, guid, first_seen, revision)
    SELECT DISTINCT ON (item_id) item_id, item ->> 'source', item ->> 'guid', fetched, revision
    FROM incoming
    ORDER BY item_id, fetched
    ON CONFLICT (id) DO UPDATE SET first_seen = excluded.first_seen
        WHERE excluded.first_seen < item.first_seen;
    touched := ARRAY(SELECT id FROM item WHERE id IN (SELECT item_id FROM incoming) ORDER BY id FOR UPDATE);

    INSERT INTO item_revision AS old
    SELECT DISTINCT ON (item_id, revision)
           item_id, revision, fetched, item ->> 'story', item ->> 'kind', item ->> 'country',
           item ->> 'lang', item ->> 'url', item ->> 'title', item ->> 'summary', item ->> 'text',
           item ->> 'author', (item ->> 'published')::timestamptz, item ->> 'published_raw',
           item ->> 'published_precision', item ->> 'published_from', (item ->> 'updated')::timestamptz,
           md5(item::text), result ->> 'classifier', result ->> 'lexicon', generation,
           (result ->> 'classified')::boolean, result -> 'records'
    FROM incoming
    ORDER BY item_id, revision, fetched DESC, md5(item::text) DESC, generation DESC, result::text DESC
    ON CONFLICT (item_id, revision) DO UPDATE SET
        fetched = excluded.fetched, story = excluded.story, kind = excluded.kind,
        country = excluded.country, lang = excluded.lang, url = excluded.url,
        summary = excluded.summary, author = excluded.author, published = excluded.published,
        published_raw = excluded.published_raw, published_precision = excluded.published_precision,
        published_from = excluded.published_from, updated = excluded.updated, digest = excluded.digest
        WHERE (excluded.fetched, excluded.digest) > (old.fetched, old.digest);

    UPDATE item_revision v
    SET classifier = best.result ->> 'classifier', lexicon = best.result ->> 'lexicon',
        generation = best.generation, classified = (best.result ->> 'classified')::boolean,
        records = best.result -> 'records'
    FROM (SELECT DISTINCT ON (item_id, revision) item_id, revision, generation, result
          FROM incoming
          ORDER BY item_id, revision, generation DESC, (result ->> 'classifier') COLLATE "C" DESC,
                   (result ->> 'lexicon') COLLATE "C" DESC, (result ->> 'records') COLLATE "C" DESC) AS best
    WHERE v.item_id = best.item_id AND v.revision = best.revision
      AND (best.generation, (best.result ->> 'classifier') COLLATE "C", (best.result ->> 'lexicon') COLLATE "C",
           (best.result ->> 'records') COLLATE "C")
        > (v.generation, v.classifier COLLATE "C", v.lexicon COLLATE "C", v.records::text COLLATE "C");

    UPDATE item i
    SET revision = latest.revision
    FROM (SELECT DISTINCT ON (item_id) item_id, revision
          FROM item_revision
          WHERE item_id = ANY (touched)
          ORDER BY item_id, fetched DESC, revision COLLATE "C" DESC) AS latest
    WHERE i.id = latest.item_id AND i.revision <> latest.revision;

    WITH wanted AS (
        SELECT i.id, md5(concat_ws(' ', v.revision, v.generation, v.classifier, v.lexicon, v.records,
                                   extract(epoch FROM coalesce(v.published, i.first_seen)))) AS digest
        FROM item i
        JOIN item_revision v ON v.item_id = i.id AND v.revision = i.revision
        WHERE i.id = ANY (touched)
    ), applied AS (
        UPDATE item i SET applied = wanted.digest FROM wanted
        WHERE i.id = wanted.id AND i.applied <> wanted.digest
        RETURNING i.id
    )
    SELECT array_agg(id ORDER BY id) INTO changed FROM applied;
    IF changed IS NOT NULL THEN
        PERFORM store_apply(changed);
        RETURN QUERY SELECT unnest(changed);
    END IF;
END;
$$;
COMMENT ON FUNCTION store_merge IS 'Merges the staged messages; returns the items whose records were made anew';
