-- The states of the sources, from the compacted topic gainsay.sources. The store copies them into the temporary table
-- stage_source(value jsonb) and calls store_sources(). The state of the latest poll wins, whatever comes first.

CREATE FUNCTION store_sources() RETURNS void
    LANGUAGE plpgsql
AS $$
BEGIN
    INSERT INTO source AS old (id, name, country, tier, state, reason, since, last_success, last_new_item, next_poll, details)
    SELECT DISTINCT ON (value ->> 'source')
           value ->> 'source', value ->> 'name', value ->> 'country', value ->> 'tier', value ->> 'state',
           value ->> 'reason', (value ->> 'since')::timestamptz, (value ->> 'answered')::timestamptz,
           (value ->> 'changed')::timestamptz, (value ->> 'next_poll')::timestamptz, value - 'seen'
    FROM stage_source
    ORDER BY value ->> 'source', (value ->> 'polled')::timestamptz DESC NULLS LAST, (value - 'seen')::text DESC
    ON CONFLICT (id) DO UPDATE SET
        name = excluded.name, country = excluded.country, tier = excluded.tier, state = excluded.state,
        reason = excluded.reason, since = excluded.since, last_success = excluded.last_success,
        last_new_item = excluded.last_new_item, next_poll = excluded.next_poll, details = excluded.details
        WHERE (coalesce((excluded.details ->> 'polled')::timestamptz, '-infinity'), excluded.details::text)
            > (coalesce((old.details ->> 'polled')::timestamptz, '-infinity'), old.details::text);
END;
$$;
COMMENT ON FUNCTION store_sources IS 'Merges the staged states of sources';

COMMENT ON COLUMN source.state IS 'ok, backing_off, limited, blocked, untrusted, moved, degraded, silent, stale or overrun';
COMMENT ON COLUMN source.details IS 'The whole message, less the entries seen';
