-- The store's functions name their columns, so that a table may get another one while stores run: a function that returns a table's own
-- row breaks with the first column that is added to it.

CREATE FUNCTION due_statements(ids text[]) RETURNS TABLE (
    id text, item_id text, revision text, type text, speaker text, speaker_side text, speaker_role text, organization text,
    matter text, family smallint, parties text[], denies text, denies_side text, denial_kind text, initiator text,
    event_date date, from_question boolean, certainty text, temporality text, said_at timestamptz, evidence int4range[],
    rules text, confidence real, speaker_id uuid, office_id uuid, stored_at timestamptz)
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
COMMENT ON FUNCTION due_statements IS 'The statements that these items'' current revisions hold';

CREATE FUNCTION due_changes(ids text[]) RETURNS TABLE (
    id text, item_id text, revision text, imposer text, targets text[], excluded text[], products text, hs text[],
    hs_stated boolean, action text, status text, rate numeric, rate_from numeric, rate_points numeric, rate_operator text,
    effective date, expires date, announced date, instrument text, value_basis text, exempt_from text, condition text,
    retaliation boolean, certainty text, temporality text, said_at timestamptz, evidence int4range[], rules text,
    confidence real, instrument_name text, stored_at timestamptz)
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
COMMENT ON FUNCTION due_changes IS 'The tariff changes that these items'' current revisions hold';

-- As before, column by column; one that is none of ours is left alone.
CREATE OR REPLACE FUNCTION store_withdraw(ids text[]) RETURNS void
    LANGUAGE sql
BEGIN ATOMIC
    DELETE FROM statement s
    WHERE s.item_id = ANY (ids)
      AND NOT EXISTS (
          SELECT FROM due_statements(ids) AS due
          WHERE due.id = s.id
            AND (due.item_id, due.revision, due.type, due.speaker, due.speaker_side, due.speaker_role, due.organization, due.matter,
              due.family, due.parties, due.denies, due.denies_side, due.denial_kind, due.initiator, due.event_date,
              due.from_question, due.certainty, due.temporality, due.said_at, due.evidence, due.rules, due.confidence,
              due.speaker_id, due.office_id)
              IS NOT DISTINCT FROM
              (s.item_id, s.revision, s.type, s.speaker, s.speaker_side, s.speaker_role, s.organization, s.matter, s.family,
              s.parties, s.denies, s.denies_side, s.denial_kind, s.initiator, s.event_date, s.from_question, s.certainty,
              s.temporality, s.said_at, s.evidence, s.rules, s.confidence, s.speaker_id, s.office_id));
    DELETE FROM tariff_change t
    WHERE t.item_id = ANY (ids)
      AND NOT EXISTS (
          SELECT FROM due_changes(ids) AS due
          WHERE due.id = t.id
            AND (due.item_id, due.revision, due.imposer, due.targets, due.excluded, due.products, due.hs, due.hs_stated, due.action,
              due.status, due.rate, due.rate_from, due.rate_points, due.rate_operator, due.effective, due.expires, due.announced,
              due.instrument, due.value_basis, due.exempt_from, due.condition, due.retaliation, due.certainty, due.temporality,
              due.said_at, due.evidence, due.rules, due.confidence, due.instrument_name)
              IS NOT DISTINCT FROM
              (t.item_id, t.revision, t.imposer, t.targets, t.excluded, t.products, t.hs, t.hs_stated, t.action, t.status, t.rate,
              t.rate_from, t.rate_points, t.rate_operator, t.effective, t.expires, t.announced, t.instrument, t.value_basis,
              t.exempt_from, t.condition, t.retaliation, t.certainty, t.temporality, t.said_at, t.evidence, t.rules, t.confidence,
              t.instrument_name));
    DELETE FROM sighting s
    USING item i
    JOIN item_revision v ON v.item_id = i.id AND v.revision = i.revision
    WHERE s.item_id = ANY (ids) AND i.id = s.item_id AND v.story IS NULL;
END;

CREATE OR REPLACE FUNCTION store_apply(ids text[]) RETURNS void
    LANGUAGE plpgsql
AS $$
DECLARE
    written text[];
BEGIN
    WITH due AS MATERIALIZED (
        SELECT * FROM due_statements(ids)
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
    INSERT INTO statement (
        id, item_id, revision, type, speaker, speaker_side, speaker_role, organization, matter, family, parties, denies,
        denies_side, denial_kind, initiator, event_date, from_question, certainty, temporality, said_at, evidence, rules,
        confidence, speaker_id, office_id, stored_at)
    SELECT id, item_id, revision, type, speaker, speaker_side, speaker_role, organization, matter, family, parties, denies,
        denies_side, denial_kind, initiator, event_date, from_question, certainty, temporality, said_at, evidence, rules,
        confidence, speaker_id, office_id, stored_at
    FROM due ON CONFLICT (id) DO NOTHING;

    WITH due AS MATERIALIZED (
        SELECT * FROM due_changes(ids)
    ), instruments AS (
        INSERT INTO instrument (name)
        SELECT DISTINCT instrument_name FROM due WHERE instrument_name IS NOT NULL ORDER BY instrument_name
        ON CONFLICT DO NOTHING
    ), changes AS (
        INSERT INTO tariff_change (
            id, item_id, revision, imposer, targets, excluded, products, hs, hs_stated, action, status, rate, rate_from,
            rate_points, rate_operator, effective, expires, announced, instrument, value_basis, exempt_from, condition,
            retaliation, certainty, temporality, said_at, evidence, rules, confidence, instrument_name, stored_at)
        SELECT id, item_id, revision, imposer, targets, excluded, products, hs, hs_stated, action, status, rate, rate_from,
            rate_points, rate_operator, effective, expires, announced, instrument, value_basis, exempt_from, condition,
            retaliation, certainty, temporality, said_at, evidence, rules, confidence, instrument_name, stored_at
        FROM due ON CONFLICT (id) DO NOTHING RETURNING id
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

DROP FUNCTION statements_due(text[]);
DROP FUNCTION changes_due(text[]);
