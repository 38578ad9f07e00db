-- store_merge() as before, with less work for items that are new, which most are: only items that were there before, or come twice in one
-- batch, have anything to be weighed, and a new item's row is written once. It also keeps which rules wrote, and fills search_queue by
-- statement rather than by row.

CREATE FUNCTION applied_digest(revision text, generation bigint, classifier text, lexicon text, records jsonb, said_at timestamptz, story text)
    RETURNS text
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN md5(revision || ' ' || generation::text || ' ' || classifier || ' ' || lexicon || ' ' || records::text || ' '
           || extract(epoch FROM said_at)::text || ' ' || coalesce(story, ''));
COMMENT ON FUNCTION applied_digest IS 'Digest of all that an item''s records are made from';

CREATE OR REPLACE FUNCTION store_merge() RETURNS SETOF text
    LANGUAGE plpgsql
AS $$
DECLARE
    touched text[];
    known text[];
    changed text[];
BEGIN
    CREATE TEMP TABLE IF NOT EXISTS arrival (
        item_id text, revision text, fetched timestamptz, published timestamptz, generation bigint, digest text, item jsonb, result jsonb
    ) ON COMMIT DELETE ROWS;
    INSERT INTO arrival
    SELECT item ->> 'id', item ->> 'revision', (item ->> 'fetched')::timestamptz, (item ->> 'published')::timestamptz,
           (value ->> 'generation')::bigint, md5(item::text), item, value - 'item'
    FROM (SELECT value, value -> 'item' AS item FROM stage OFFSET 0) AS staged;

    INSERT INTO classifier_version (classifier, lexicon, generation)
    SELECT DISTINCT result ->> 'classifier', result ->> 'lexicon', generation FROM arrival ORDER BY 3, 1, 2
    ON CONFLICT DO NOTHING;

    -- Rows are taken in the order of their ids everywhere, so that two stores can't deadlock.
    INSERT INTO item (id, source, guid, first_seen, revision, applied)
    SELECT DISTINCT ON (item_id) item_id, item ->> 'source', item ->> 'guid', fetched, revision,
           -- Of several at once none is known yet to be the one that stays.
           CASE WHEN count(*) OVER (PARTITION BY item_id) > 1 THEN ''
                ELSE applied_digest(revision, generation, result ->> 'classifier', result ->> 'lexicon', result -> 'records',
                                    coalesce(published, fetched), item ->> 'story') END
    FROM arrival
    ORDER BY item_id, fetched
    ON CONFLICT (id) DO UPDATE SET first_seen = excluded.first_seen
        WHERE excluded.first_seen < item.first_seen;
    touched := ARRAY(SELECT id FROM item WHERE id IN (SELECT item_id FROM arrival) ORDER BY id FOR UPDATE);
    known := ARRAY(SELECT item_id FROM arrival GROUP BY item_id HAVING count(*) > 1
                   UNION
                   SELECT id FROM unnest(touched) AS id WHERE EXISTS (SELECT FROM item_revision v WHERE v.item_id = id));

    INSERT INTO item_revision AS old
    SELECT DISTINCT ON (item_id, revision)
           item_id, revision, fetched, item ->> 'story', item ->> 'kind', item ->> 'country',
           item ->> 'lang', item ->> 'url', item ->> 'title', item ->> 'summary', item ->> 'text',
           item ->> 'author', published, item ->> 'published_raw',
           item ->> 'published_precision', item ->> 'published_from', (item ->> 'updated')::timestamptz,
           digest, result ->> 'classifier', result ->> 'lexicon', generation,
           (result ->> 'classified')::boolean, result -> 'records'
    FROM arrival
    ORDER BY item_id, revision, fetched DESC, digest DESC
    ON CONFLICT (item_id, revision) DO UPDATE SET
        fetched = excluded.fetched, story = excluded.story, kind = excluded.kind,
        country = excluded.country, lang = excluded.lang, url = excluded.url,
        summary = excluded.summary, author = excluded.author, published = excluded.published,
        published_raw = excluded.published_raw, published_precision = excluded.published_precision,
        published_from = excluded.published_from, updated = excluded.updated, digest = excluded.digest
        WHERE (excluded.fetched, excluded.digest) > (old.fetched, old.digest);

    changed := ARRAY(SELECT unnest(touched) EXCEPT SELECT unnest(known));
    IF known <> '{}' THEN
        known := store_weigh(known);
        PERFORM store_withdraw(known);
        changed := changed || known;
    END IF;
    IF changed <> '{}' THEN
        PERFORM store_apply(changed);
        RETURN QUERY SELECT unnest(changed);
    END IF;
END;
$$;
COMMENT ON FUNCTION store_merge IS 'Merges the staged messages; returns the items whose records may have changed';

-- Of what arrived for items that were known: which classification of a revision, and which revision of an item.
CREATE FUNCTION store_weigh(known text[]) RETURNS text[]
    LANGUAGE plpgsql
AS $$
DECLARE
    changed text[];
BEGIN
    UPDATE item_revision v
    SET classifier = best.result ->> 'classifier', lexicon = best.result ->> 'lexicon',
        generation = best.generation, classified = (best.result ->> 'classified')::boolean,
        records = best.result -> 'records'
    FROM (SELECT DISTINCT ON (item_id, revision) item_id, revision, generation, result
          FROM arrival
          WHERE item_id = ANY (known)
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
COMMENT ON FUNCTION store_weigh IS 'Settles which classification and which revision of these items is the current one; returns those that changed by that';

DROP TRIGGER item_search ON item;
CREATE OR REPLACE FUNCTION search_enqueue() RETURNS trigger
    LANGUAGE plpgsql
AS $$
BEGIN
    INSERT INTO search_queue (item_id) SELECT id FROM changed ORDER BY id;
    RETURN NULL;
END;
$$;
COMMENT ON FUNCTION search_enqueue IS 'Notes items that are new';
CREATE FUNCTION search_enqueue_again() RETURNS trigger
    LANGUAGE plpgsql
AS $$
BEGIN
    INSERT INTO search_queue (item_id) VALUES (NEW.id);
    RETURN NULL;
END;
$$;
COMMENT ON FUNCTION search_enqueue_again IS 'Notes an item that reads differently';
CREATE TRIGGER item_search AFTER INSERT ON item REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION search_enqueue();
CREATE TRIGGER item_search_again AFTER UPDATE OF revision ON item FOR EACH ROW EXECUTE FUNCTION search_enqueue_again();
