-- Full-text search over current revisions. The index is written behind the store's transactions, for a GIN index in their path would
-- cost them a factor of ten: a trigger notes which items read differently, and search_index() takes them from there.

CREATE TABLE search_queue (
    number bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    item_id text NOT NULL,
    queued_at timestamptz NOT NULL DEFAULT now()
);
COMMENT ON TABLE search_queue IS 'Items whose words are not in the index yet';
COMMENT ON COLUMN search_queue.number IS 'Order of work';
COMMENT ON COLUMN search_queue.item_id IS 'The item; it may be there twice, and may be gone meanwhile';
COMMENT ON COLUMN search_queue.queued_at IS 'Since when it waits';

CREATE TABLE item_words (
    item_id text PRIMARY KEY REFERENCES item ON DELETE CASCADE,
    config regconfig NOT NULL,
    words tsvector NOT NULL
);
COMMENT ON TABLE item_words IS 'Words of items'' current revisions, for search_items()';
COMMENT ON COLUMN item_words.item_id IS 'The item';
COMMENT ON COLUMN item_words.config IS 'How its words were reduced to stems: english, or simple (not at all) for other languages';
COMMENT ON COLUMN item_words.words IS 'Stems and places; those of the headline weigh more';
CREATE INDEX item_words_words ON item_words USING gin (words);
COMMENT ON INDEX item_words_words IS 'Which items have these words';

CREATE FUNCTION search_enqueue() RETURNS trigger
    LANGUAGE plpgsql
AS $$
BEGIN
    INSERT INTO search_queue (item_id) VALUES (NEW.id);
    RETURN NULL;
END;
$$;
COMMENT ON FUNCTION search_enqueue IS 'Notes an item that is new or reads differently';
CREATE TRIGGER item_search AFTER INSERT OR UPDATE OF revision ON item FOR EACH ROW EXECUTE FUNCTION search_enqueue();
INSERT INTO search_queue (item_id) SELECT id FROM item ORDER BY first_seen, id;

-- One caller at a time, so that an older reading never overwrites a newer one; another gets 0 at once. Items are taken in the order of
-- their ids, as the store takes them. A tsvector holds at most 1 MB, hence the cut.
CREATE FUNCTION search_index(most integer) RETURNS integer
    LANGUAGE plpgsql
AS $$
DECLARE
    taken text[];
BEGIN
    IF NOT pg_try_advisory_xact_lock(4729614) THEN
        RETURN 0;
    END IF;
    WITH done AS (
        DELETE FROM search_queue WHERE number IN (SELECT q.number FROM search_queue q ORDER BY q.number LIMIT most)
        RETURNING item_id
    )
    SELECT array_agg(item_id) INTO taken FROM done;
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
COMMENT ON FUNCTION search_index IS 'Indexes so many waiting items at most; returns how many it took from the queue';

CREATE VIEW search_lag AS
SELECT count(*) AS items, coalesce(extract(epoch FROM now() - min(queued_at)), 0)::double precision AS seconds FROM search_queue;
COMMENT ON VIEW search_lag IS 'How many items wait for the index, and for how long the oldest does';

-- Snippets are made only for the rows that are returned: they are the dear part.
CREATE FUNCTION search_items(query text, most integer DEFAULT 50)
    RETURNS TABLE (item_id text, rank real, published timestamptz, source text, title text, snippet text, url text)
    LANGUAGE sql STABLE
BEGIN ATOMIC
    SELECT i.id, best.rank, v.published, i.source, v.title,
           ts_headline(best.config, v.text, websearch_to_tsquery(best.config, query), 'StartSel=[, StopSel=], MaxWords=30, MinWords=10'), v.url
    FROM (SELECT w.item_id, w.config, ts_rank_cd(w.words, websearch_to_tsquery(w.config, query)) AS rank
          FROM item_words w
          WHERE (w.config = 'english'::regconfig AND w.words @@ websearch_to_tsquery('english', query))
             OR (w.config = 'simple'::regconfig AND w.words @@ websearch_to_tsquery('simple', query))
          ORDER BY rank DESC, w.item_id LIMIT most) AS best
    JOIN item i ON i.id = best.item_id
    JOIN item_revision v ON v.item_id = i.id AND v.revision = i.revision
    ORDER BY best.rank DESC, i.id;
END;
COMMENT ON FUNCTION search_items IS 'Items with these words, best first; the query reads as a web search does: "a phrase", or, -without';

GRANT SELECT ON search_queue, item_words, search_lag TO gainsay_reader, gainsay_writer;
GRANT INSERT, DELETE ON search_queue TO gainsay_writer;
GRANT INSERT, UPDATE ON item_words TO gainsay_writer;

COMMENT ON INDEX dead_letter_id IS 'A letter is asked for by its id';
COMMENT ON INDEX dead_letter_waiting IS 'What is to be looked at, oldest first';
