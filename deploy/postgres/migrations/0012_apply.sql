-- The store's part of the tables before: store_apply() writes names and details with the records they belong to, and rows that
-- already say what they should are left as they are, so that a replay of the same findings writes nothing.

CREATE FUNCTION name_id(first text, second text) RETURNS uuid
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN md5(first || E'\x1f' || coalesce(second, ''))::uuid;
COMMENT ON FUNCTION name_id IS 'The id of what is known by these names; null where there is no first one';

CREATE FUNCTION office_id(role text, organization text, side text) RETURNS uuid
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN md5(nullif(coalesce(role, '') || E'\x1f' || coalesce(organization, ''), E'\x1f') || E'\x1f' || coalesce(side, ''))::uuid;
COMMENT ON FUNCTION office_id IS 'The id of an office; null where neither role nor body is known';

CREATE FUNCTION tidy(words text) RETURNS text
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN nullif(left(btrim(regexp_replace(words, '\s+', ' ', 'g')), 200), '');
COMMENT ON FUNCTION tidy IS 'On one line, without needless space, at most 200 characters; null for nothing';

-- "cars, textiles and footwear" are three; "products of headings 8471, 8517.13 and 8542" is one.
CREATE FUNCTION product_names(products text) RETURNS SETOF text
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
BEGIN ATOMIC
    SELECT DISTINCT tidy(part)
    FROM regexp_split_to_table(lower(products), '\s*[,;]\s*(?:(?:and|or)\s+)?(?=[^0-9\s])|\s+(?:and|or)\s+(?=[^0-9\s])') AS part
    WHERE part ~ '[[:alpha:]]';
END;
COMMENT ON FUNCTION product_names IS 'The names in an enumeration of goods';

CREATE FUNCTION statements_due(ids text[]) RETURNS SETOF statement
    LANGUAGE sql STABLE
BEGIN ATOMIC
    SELECT r ->> 'id', i.id, i.revision, r ->> 'type', nullif(r ->> 'speaker', ''),
           nullif(r ->> 'speaker_side', ''), r ->> 'speaker_role', r ->> 'organization', r ->> 'matter',
           matter_family(r ->> 'matter'), text_array(r -> 'parties'), nullif(r ->> 'denies', ''),
           r ->> 'denies_side', r ->> 'denial_kind', r ->> 'initiator', (r ->> 'event_date')::date,
           coalesce((r ->> 'from_question')::boolean, false), r ->> 'certainty',
           coalesce(r ->> 'temporality', 'current'), coalesce(v.published, i.first_seen),
           evidence_ranges(r -> 'evidence'), r ->> 'rules', (r ->> 'confidence')::real,
           name_id(tidy(r ->> 'speaker'), nullif(r ->> 'speaker_side', '')),
           office_id(tidy(r ->> 'speaker_role'), tidy(r ->> 'organization'), nullif(r ->> 'speaker_side', '')),
           now()
    FROM item i
    JOIN item_revision v ON v.item_id = i.id AND v.revision = i.revision
    CROSS JOIN jsonb_array_elements(v.records) AS r
    WHERE i.id = ANY (ids) AND r ->> 'type' IN ('claim', 'denial');
END;
COMMENT ON FUNCTION statements_due IS 'The statements that these items'' current revisions hold';

CREATE FUNCTION changes_due(ids text[]) RETURNS SETOF tariff_change
    LANGUAGE sql STABLE
BEGIN ATOMIC
    SELECT r ->> 'id', i.id, i.revision, nullif(r ->> 'imposer', ''), text_array(r -> 'targets'),
           text_array(r -> 'excluded'), nullif(r ->> 'products', ''), text_array(r -> 'hs'),
           coalesce((r ->> 'hs_stated')::boolean, false), r ->> 'action', r ->> 'status',
           (r ->> 'rate')::numeric, (r ->> 'rate_from')::numeric, (r ->> 'rate_points')::numeric,
           coalesce(r ->> 'rate_operator', 'eq'), (r ->> 'effective')::date, (r ->> 'expires')::date,
           (r ->> 'announced')::date, r ->> 'instrument', r ->> 'value_basis', r ->> 'exempt_from',
           r ->> 'condition', coalesce((r ->> 'retaliation')::boolean, false), r ->> 'certainty',
           coalesce(r ->> 'temporality', 'current'), coalesce(v.published, i.first_seen),
           evidence_ranges(r -> 'evidence'), r ->> 'rules', (r ->> 'confidence')::real, tidy(r ->> 'instrument'), now()
    FROM item i
    JOIN item_revision v ON v.item_id = i.id AND v.revision = i.revision
    CROSS JOIN jsonb_array_elements(v.records) AS r
    WHERE i.id = ANY (ids) AND r ->> 'type' = 'tariff_change';
END;
COMMENT ON FUNCTION changes_due IS 'The tariff changes that these items'' current revisions hold';

-- Details of tariff changes that were just written. Their names first come in the order of their keys, so that two stores can't deadlock.
CREATE FUNCTION store_details(changes text[]) RETURNS void
    LANGUAGE plpgsql
AS $$
BEGIN
    INSERT INTO tariff_target (change_id, target, excluded)
    SELECT t.id, target, bool_and(left_out)
    FROM tariff_change t
    CROSS JOIN LATERAL (SELECT code, false FROM unnest(t.targets) AS code
                        UNION ALL SELECT code, true FROM unnest(t.excluded) AS code) AS named (target, left_out)
    WHERE t.id = ANY (changes) AND target ~ '^([A-Z]{2}|WTO|\*)$'
    GROUP BY t.id, target;

    INSERT INTO tariff_rate (change_id, kind, value, unit, operator)
    SELECT t.id, kind, value, unit, CASE WHEN kind = 'former' THEN 'eq' ELSE t.rate_operator END
    FROM tariff_change t
    CROSS JOIN LATERAL (VALUES ('new', t.rate, 'percent'), ('former', t.rate_from, 'percent'),
                               ('change', t.rate_points, 'points')) AS rates (kind, value, unit)
    WHERE t.id = ANY (changes) AND value IS NOT NULL;

    WITH named AS MATERIALIZED (
        SELECT t.id, name FROM tariff_change t CROSS JOIN product_names(t.products) AS name WHERE t.id = ANY (changes)
    ), names AS (
        INSERT INTO product (name) SELECT DISTINCT name FROM named ORDER BY name ON CONFLICT DO NOTHING
    )
    INSERT INTO tariff_product (change_id, product) SELECT id, name FROM named;

    WITH stated AS MATERIALIZED (
        SELECT DISTINCT t.id, code, t.hs_stated
        FROM tariff_change t
        CROSS JOIN unnest(t.hs) AS written
        CROSS JOIN replace(written, '.', '') AS code
        WHERE t.id = ANY (changes) AND code ~ '^[0-9]{2}([0-9]{2}){0,4}$' AND left(code, 2) <> '00'
    ), codes AS (
        INSERT INTO hs_code (code, chapter)
        SELECT DISTINCT code, left(code, 2) FROM stated WHERE length(code) > 2 ORDER BY code ON CONFLICT DO NOTHING
    )
    INSERT INTO tariff_hs (change_id, code, stated) SELECT id, code, hs_stated FROM stated;
END;
$$;
COMMENT ON FUNCTION store_details IS 'Writes the targets, rates, goods and codes of new rows of tariff_change';

-- A row that says something else goes with all that hangs on it; links are found anew.
CREATE FUNCTION store_withdraw(ids text[]) RETURNS void
    LANGUAGE sql
BEGIN ATOMIC
    DELETE FROM statement s
    WHERE s.item_id = ANY (ids)
      AND NOT EXISTS (SELECT FROM statements_due(ids) AS due WHERE due.id = s.id AND to_jsonb(due) - 'stored_at' = to_jsonb(s) - 'stored_at');
    DELETE FROM tariff_change t
    WHERE t.item_id = ANY (ids)
      AND NOT EXISTS (SELECT FROM changes_due(ids) AS due WHERE due.id = t.id AND to_jsonb(due) - 'stored_at' = to_jsonb(t) - 'stored_at');
    DELETE FROM sighting s
    USING item i
    JOIN item_revision v ON v.item_id = i.id AND v.revision = i.revision
    WHERE s.item_id = ANY (ids) AND i.id = s.item_id AND v.story IS NULL;
END;
COMMENT ON FUNCTION store_withdraw IS 'Takes back what these items'' current revisions no longer say';

CREATE OR REPLACE FUNCTION store_apply(ids text[]) RETURNS void
    LANGUAGE plpgsql
AS $$
DECLARE
    written text[];
BEGIN
    WITH due AS MATERIALIZED (
        SELECT * FROM statements_due(ids)
    ), people AS (
        INSERT INTO speaker (id, name, side)
        SELECT DISTINCT ON (speaker_id) speaker_id, tidy(speaker), speaker_side FROM due WHERE speaker_id IS NOT NULL ORDER BY speaker_id
        ON CONFLICT DO NOTHING
    ), offices AS (
        INSERT INTO office (id, role, organization, side)
        SELECT DISTINCT ON (office_id) office_id, tidy(speaker_role), tidy(organization), speaker_side
        FROM due WHERE office_id IS NOT NULL ORDER BY office_id
        ON CONFLICT DO NOTHING
    )
    INSERT INTO statement SELECT * FROM due ON CONFLICT (id) DO NOTHING;

    WITH due AS MATERIALIZED (
        SELECT * FROM changes_due(ids)
    ), instruments AS (
        INSERT INTO instrument (name)
        SELECT DISTINCT instrument_name FROM due WHERE instrument_name IS NOT NULL ORDER BY instrument_name
        ON CONFLICT DO NOTHING
    ), changes AS (
        INSERT INTO tariff_change SELECT * FROM due ON CONFLICT (id) DO NOTHING RETURNING id
    )
    SELECT array_agg(id) INTO written FROM changes;
    IF written IS NOT NULL THEN
        PERFORM store_details(written);
    END IF;

    INSERT INTO sighting AS old (item_id, story)
    SELECT i.id, v.story
    FROM item i
    JOIN item_revision v ON v.item_id = i.id AND v.revision = i.revision
    WHERE i.id = ANY (ids) AND v.story IS NOT NULL
    ON CONFLICT (item_id) DO UPDATE SET story = excluded.story WHERE old.story <> excluded.story;
END;
$$;
COMMENT ON FUNCTION store_apply IS 'Writes the records, names and sightings that these items'' current revisions say and the tables lack';

-- As before; names that only this item used go with it. The lock keeps stores away, so nobody else begins to use them.
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
    speakers := ARRAY(SELECT DISTINCT speaker_id FROM statement s WHERE s.item_id = item);
    goods := ARRAY(SELECT DISTINCT product FROM tariff_product p JOIN tariff_change t ON t.id = p.change_id WHERE t.item_id = item);
    DELETE FROM item_revision v WHERE v.item_id = item;
    DELETE FROM item i WHERE i.id = item;
    had := FOUND;
    DELETE FROM speaker p WHERE p.id = ANY (speakers) AND NOT EXISTS (SELECT FROM statement s WHERE s.speaker_id = p.id);
    DELETE FROM product p WHERE p.name = ANY (goods) AND NOT EXISTS (SELECT FROM tariff_product u WHERE u.product = p.name);
    RETURN had;
END;
$$;
