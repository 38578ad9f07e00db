-- One person is one speaker, whatever the script of the text: where the lexicon knows by which name texts in English have somebody, the record
-- says so (speaker_actor, denies_actor), and names in the tables go by that. The two are columns now: linking looked them up in the
-- records' JSON for each candidate, which was a fifth of what its query cost (4,488 candidates: 950 ms of CPU, 740 without).

ALTER TABLE statement ADD COLUMN speaker_actor text, ADD COLUMN denies_actor text;
COMMENT ON COLUMN statement.speaker_actor IS 'The speaker''s name in English, where the text has it in another script and the lexicon knows who it is';
COMMENT ON COLUMN statement.denies_actor IS 'The same of the speaker contradicted';
COMMENT ON COLUMN statement.speaker_id IS 'Who speaks, by speaker_actor where there is one; null where the text names nobody';
COMMENT ON COLUMN speaker.name IS 'As the classifier names them; in English where the lexicon knows them by that';

CREATE FUNCTION statements_said(ids text[]) RETURNS TABLE (
    id text, item_id text, revision text, type text, speaker text, speaker_side text, speaker_role text, organization text,
    matter text, family smallint, parties text[], denies text, denies_side text, denial_kind text, initiator text,
    event_date date, from_question boolean, certainty text, temporality text, said_at timestamptz, evidence int4range[],
    rules text, confidence real, speaker_id uuid, office_id uuid, stored_at timestamptz, speaker_actor text, denies_actor text)
    LANGUAGE sql STABLE
BEGIN ATOMIC
    SELECT r ->> 'id', i.id, i.revision, r ->> 'type', nullif(r ->> 'speaker', ''),
           nullif(r ->> 'speaker_side', ''), r ->> 'speaker_role', r ->> 'organization', r ->> 'matter',
           matter_family(r ->> 'matter'), text_array(r -> 'parties'), nullif(r ->> 'denies', ''),
           r ->> 'denies_side', r ->> 'denial_kind', r ->> 'initiator', (r ->> 'event_date')::date,
           coalesce((r ->> 'from_question')::boolean, false), r ->> 'certainty',
           coalesce(r ->> 'temporality', 'current'), coalesce(v.published, i.first_seen),
           evidence_ranges(r -> 'evidence'), r ->> 'rules', (r ->> 'confidence')::real,
           name_id(tidy(coalesce(nullif(r ->> 'speaker_actor', ''), r ->> 'speaker')), nullif(r ->> 'speaker_side', '')),
           office_id(tidy(r ->> 'speaker_role'), tidy(r ->> 'organization'), nullif(r ->> 'speaker_side', '')),
           now(), nullif(r ->> 'speaker_actor', ''), nullif(r ->> 'denies_actor', '')
    FROM item i
    JOIN item_revision v ON v.item_id = i.id AND v.revision = i.revision
    CROSS JOIN jsonb_array_elements(v.records) AS r
    WHERE i.id = ANY (ids) AND r ->> 'type' IN ('claim', 'denial');
END;
COMMENT ON FUNCTION statements_said IS 'The statements that these items'' current revisions hold';

CREATE OR REPLACE FUNCTION store_withdraw(ids text[]) RETURNS void
    LANGUAGE sql
BEGIN ATOMIC
    DELETE FROM statement s
    WHERE s.item_id = ANY (ids)
      AND NOT EXISTS (
          SELECT FROM statements_said(ids) AS due
          WHERE due.id = s.id
            AND (due.item_id, due.revision, due.type, due.speaker, due.speaker_side, due.speaker_role, due.organization, due.matter,
              due.family, due.parties, due.denies, due.denies_side, due.denial_kind, due.initiator, due.event_date,
              due.from_question, due.certainty, due.temporality, due.said_at, due.evidence, due.rules, due.confidence,
              due.speaker_id, due.office_id, due.speaker_actor, due.denies_actor)
              IS NOT DISTINCT FROM
              (s.item_id, s.revision, s.type, s.speaker, s.speaker_side, s.speaker_role, s.organization, s.matter, s.family,
              s.parties, s.denies, s.denies_side, s.denial_kind, s.initiator, s.event_date, s.from_question, s.certainty,
              s.temporality, s.said_at, s.evidence, s.rules, s.confidence, s.speaker_id, s.office_id, s.speaker_actor, s.denies_actor));
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
        SELECT * FROM statements_said(ids)
    ), people AS (
        INSERT INTO speaker (id, name, side)
        SELECT DISTINCT ON (speaker_id) speaker_id, tidy(coalesce(speaker_actor, speaker)), speaker_side
        FROM due WHERE speaker_id IS NOT NULL ORDER BY speaker_id
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
        confidence, speaker_id, office_id, stored_at, speaker_actor, denies_actor)
    SELECT id, item_id, revision, type, speaker, speaker_side, speaker_role, organization, matter, family, parties, denies,
        denies_side, denial_kind, initiator, event_date, from_question, certainty, temporality, said_at, evidence, rules,
        confidence, speaker_id, office_id, stored_at, speaker_actor, denies_actor
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
DROP FUNCTION due_statements(text[]);

-- What is stored already. Stores wait meanwhile; so locked, the two can't deadlock.
LOCK TABLE statement IN SHARE ROW EXCLUSIVE MODE;
CREATE TEMP TABLE known_actor ON COMMIT DROP AS
SELECT s.id, nullif(r ->> 'speaker_actor', '') AS speaker_actor, nullif(r ->> 'denies_actor', '') AS denies_actor
FROM item_revision v
CROSS JOIN jsonb_array_elements(v.records) AS r
JOIN statement s ON s.id = r ->> 'id' AND s.item_id = v.item_id AND s.revision = v.revision
WHERE v.records::text LIKE '%\_actor": "%' AND coalesce(r ->> 'speaker_actor', r ->> 'denies_actor', '') <> '';
INSERT INTO speaker (id, name, side)
SELECT DISTINCT ON (1) name_id(tidy(a.speaker_actor), s.speaker_side), tidy(a.speaker_actor), s.speaker_side
FROM known_actor a JOIN statement s ON s.id = a.id WHERE tidy(a.speaker_actor) IS NOT NULL
ON CONFLICT DO NOTHING;
UPDATE statement s
SET speaker_actor = a.speaker_actor, denies_actor = a.denies_actor,
    speaker_id = name_id(tidy(coalesce(a.speaker_actor, s.speaker)), s.speaker_side)
FROM known_actor a WHERE a.id = s.id;
DELETE FROM speaker p USING known_actor a, statement s
WHERE s.id = a.id AND p.id = name_id(tidy(s.speaker), s.speaker_side) AND NOT EXISTS (SELECT FROM statement o WHERE o.speaker_id = p.id);

-- `person` is who it is, by one name; `speaker` and `denies` stay as the text has them.
CREATE OR REPLACE VIEW statements AS
SELECT s.id, s.item_id, s.revision, s.type, s.speaker, s.speaker_side, s.speaker_role, s.organization, s.matter, s.family, s.parties,
       s.denies, s.denies_side, s.denial_kind, s.initiator, s.event_date, s.from_question, s.certainty, s.temporality, s.said_at,
       s.evidence, s.rules, s.confidence, evidence_text(v.text, s.evidence) AS words, v.title, v.url, i.source, v.published,
       s.speaker_id, s.office_id, s.stored_at, s.speaker_actor, s.denies_actor, coalesce(s.speaker_actor, s.speaker) AS person, v.lang
FROM statement s
JOIN item i ON i.id = s.item_id
JOIN item_revision v ON v.item_id = s.item_id AND v.revision = s.revision;

CREATE OR REPLACE VIEW claims_and_denials AS
SELECT c.matter, c.parties, c.person AS claimed_by, c.speaker_side AS claimed_for, c.said_at AS claimed_at,
       c.words AS claim, c.url AS claim_url, d.person AS denied_by, d.speaker_side AS denied_for,
       d.said_at AS denied_at, d.words AS denial, d.url AS denial_url, k.score, k.reasons,
       c.id AS claim_id, d.id AS denial_id
FROM contradiction k
JOIN statements c ON c.id = k.claim_id
JOIN statements d ON d.id = k.denial_id;

CREATE OR REPLACE VIEW open_claims AS
SELECT c.*
FROM statements c
WHERE c.type = 'claim' AND speaks_for_a_side(c.speaker_role, c.speaker_side)
  AND NOT EXISTS (SELECT FROM contradiction k WHERE k.claim_id = c.id)
  AND NOT EXISTS (SELECT FROM confirmations k WHERE k.claim_id = c.id OFFSET 0);

CREATE OR REPLACE VIEW denied_most AS
SELECT c.speaker, c.speaker_side, c.matter, count(DISTINCT c.id) AS claims, count(*) AS denials
FROM contradiction k
JOIN (SELECT id, coalesce(speaker_actor, speaker) AS speaker, speaker_side, matter FROM statement) AS c ON c.id = k.claim_id
GROUP BY c.speaker, c.speaker_side, c.matter
ORDER BY denials DESC, c.speaker;

-- "raise CN: all goods, 125 %"
CREATE FUNCTION rate_words(rate numeric, operator text, points numeric) RETURNS text
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN CASE WHEN rate IS NOT NULL
            THEN CASE operator WHEN 'le' THEN 'up to ' WHEN 'range' THEN 'up to ' WHEN 'ge' THEN 'at least ' WHEN 'about' THEN 'about ' ELSE '' END
                 || trim_scale(rate)::text || ' %'
            WHEN points IS NOT NULL THEN 'by ' || trim_scale(points)::text || ' points' END;
COMMENT ON FUNCTION rate_words IS 'A rate, or by how much one changes, for people';

CREATE FUNCTION change_words(action text, targets text[], products text, rate numeric, operator text, points numeric) RETURNS text
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN concat_ws(', ', action || ' ' || array_to_string(targets, ' ') || coalesce(': ' || tidy(products), ''), rate_words(rate, operator, points));
COMMENT ON FUNCTION change_words IS 'What a tariff change is, on one line';

CREATE OR REPLACE VIEW withdrawals AS
SELECT w.record_id, w.withdrawn_at, w.why, w.type,
       coalesce(w.record ->> 'speaker_actor', w.record ->> 'speaker', w.record ->> 'imposer') AS who,
       CASE WHEN w.type = 'tariff_change'
            THEN change_words(w.record ->> 'action', text_array(w.record -> 'targets'), w.record ->> 'products', (w.record ->> 'rate')::numeric,
                              w.record ->> 'rate_operator', (w.record ->> 'rate_points')::numeric)
            ELSE w.record ->> 'matter' END AS about,
       evidence_text(v.text, w.evidence) AS words, w.said_at, v.title, v.url, i.source, w.item_id, w.revision, w.record,
       EXISTS (SELECT FROM statement s WHERE s.id = w.record_id) OR EXISTS (SELECT FROM tariff_change t WHERE t.id = w.record_id) AS is_back
FROM withdrawal w
LEFT JOIN item i ON i.id = w.item_id
LEFT JOIN item_revision v ON v.item_id = w.item_id AND v.revision = w.revision;

DROP FUNCTION changed_since(timestamptz);
CREATE FUNCTION changed_since(since timestamptz)
    RETURNS TABLE (said_at timestamptz, type text, who text, words text, url text, id text, stored_at timestamptz, change text, why text, about text)
    LANGUAGE sql STABLE
BEGIN ATOMIC
    SELECT s.said_at, s.type, s.person, s.words, s.url, s.id, s.stored_at, 'written', NULL, s.matter FROM statements s WHERE s.stored_at >= since
    UNION ALL
    SELECT t.said_at, 'tariff_change', t.imposer, t.words, t.url, t.id, t.stored_at, 'written', NULL,
           change_words(t.action, t.targets, t.products, t.rate, t.rate_operator, t.rate_points)
    FROM tariff_changes t WHERE t.stored_at >= since
    UNION ALL
    (SELECT DISTINCT ON (w.record_id) w.said_at, w.type, w.who, w.words, w.url, w.record_id, w.withdrawn_at, 'withdrawn', w.why, w.about
     FROM withdrawals w
     WHERE w.withdrawn_at >= since AND NOT w.is_back
     ORDER BY w.record_id, w.withdrawn_at DESC)
    ORDER BY 7, 6;
END;
COMMENT ON FUNCTION changed_since IS 'Records that were written since a time, for they are new or say something else than before, however old what they tell, and those that were withdrawn since, with the reason';

CREATE OR REPLACE VIEW export_records AS
SELECT s.id, s.type, s.item_id, s.source, s.url, s.title, s.published, s.said_at, s.stored_at, s.words,
       s.speaker, s.speaker_side, s.speaker_role, s.organization, s.matter, s.parties, s.denies, s.denies_side, s.denial_kind,
       s.initiator, s.event_date, s.from_question,
       NULL::text AS imposer, NULL::text[] AS targets, NULL::text[] AS excluded, NULL::text AS products, NULL::text[] AS hs,
       NULL::boolean AS hs_stated, NULL::text AS action, NULL::text AS status, NULL::numeric AS rate, NULL::numeric AS rate_from,
       NULL::numeric AS rate_points, NULL::text AS rate_operator, NULL::date AS effective, NULL::date AS expires,
       NULL::date AS announced, NULL::text AS instrument, NULL::text AS value_basis, NULL::text AS exempt_from,
       NULL::text AS condition, NULL::boolean AS retaliation, s.certainty, s.temporality, s.rules, s.confidence,
       (SELECT array_agg(k.claim_id ORDER BY k.claim_id) FROM contradiction k WHERE k.denial_id = s.id) AS contradicts,
       (SELECT array_agg(k.denial_id ORDER BY k.denial_id) FROM contradiction k WHERE k.claim_id = s.id) AS contradicted_by,
       s.speaker_actor, s.denies_actor
FROM statements s
UNION ALL
SELECT t.id, 'tariff_change', t.item_id, t.source, t.url, t.title, t.published, t.said_at, t.stored_at, t.words,
       NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL,
       t.imposer, t.targets, t.excluded, t.products, t.hs, t.hs_stated, t.action, t.status, t.rate, t.rate_from, t.rate_points,
       t.rate_operator, t.effective, t.expires, t.announced, t.instrument, t.value_basis, t.exempt_from, t.condition,
       t.retaliation, t.certainty, t.temporality, t.rules, t.confidence, NULL, NULL, NULL, NULL
FROM tariff_changes t;

CREATE OR REPLACE VIEW claim_reviews AS
SELECT c.id AS claim_id, d.id AS denial_id, d.said_at, d.source,
       jsonb_strip_nulls(jsonb_build_object(
           '@type', 'ClaimReview',
           '@id', 'urn:gainsay:' || c.id || ':' || d.id,
           'url', d.url,
           'datePublished', (d.said_at AT TIME ZONE 'UTC')::date,
           'claimReviewed', c.words,
           'itemReviewed', jsonb_build_object(
               '@type', 'Claim',
               'author', schema_org_author(c.person, c.speaker_role, c.organization),
               'datePublished', (c.said_at AT TIME ZONE 'UTC')::date,
               'appearance', jsonb_build_object('@type', 'CreativeWork', 'url', c.url, 'headline', c.title)),
           'reviewRating', jsonb_build_object(
               '@type', 'Rating',
               'alternateName', 'Denied by ' || concat(coalesce(d.person, 'somebody unnamed'), ' (' || d.speaker_side || ')'),
               'ratingExplanation', d.words,
               'author', schema_org_author(d.person, d.speaker_role, d.organization)))) AS document
FROM contradiction k
JOIN statements c ON c.id = k.claim_id
JOIN statements d ON d.id = k.denial_id;
