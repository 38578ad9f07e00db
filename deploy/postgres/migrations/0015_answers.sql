-- What users ask: by when a row was written, by who agrees, by target; and fast on a million items. Words are read out of the texts
-- only for rows that are returned.

CREATE OR REPLACE VIEW statements AS
SELECT s.id, s.item_id, s.revision, s.type, s.speaker, s.speaker_side, s.speaker_role, s.organization, s.matter, s.family, s.parties,
       s.denies, s.denies_side, s.denial_kind, s.initiator, s.event_date, s.from_question, s.certainty, s.temporality, s.said_at,
       s.evidence, s.rules, s.confidence, evidence_text(v.text, s.evidence) AS words, v.title, v.url, i.source, v.published,
       s.speaker_id, s.office_id, s.stored_at
FROM statement s
JOIN item i ON i.id = s.item_id
JOIN item_revision v ON v.item_id = s.item_id AND v.revision = s.revision;

CREATE OR REPLACE VIEW tariff_changes AS
SELECT t.id, t.item_id, t.revision, t.imposer, t.targets, t.excluded, t.products, t.hs, t.hs_stated, t.action, t.status, t.rate,
       t.rate_from, t.rate_points, t.rate_operator, t.effective, t.expires, t.announced, t.instrument, t.value_basis, t.exempt_from,
       t.condition, t.retaliation, t.certainty, t.temporality, t.said_at, t.evidence, t.rules, t.confidence,
       evidence_text(v.text, t.evidence) AS words, v.title, v.url, i.source, v.published, t.instrument_name, t.stored_at
FROM tariff_change t
JOIN item i ON i.id = t.item_id
JOIN item_revision v ON v.item_id = t.item_id AND v.revision = t.revision;

CREATE FUNCTION speaks_for_a_side(role text, side text) RETURNS boolean
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN side IS NOT NULL AND coalesce(role, '') NOT IN ('company', 'analyst');
COMMENT ON FUNCTION speaks_for_a_side IS 'Whether somebody in this role speaks officially';

-- Only of contacts, talks and deals: two sides that speak of a duty may say different things of it.
CREATE VIEW confirmations AS
SELECT c.id AS claim_id, o.id AS confirmation_id
FROM statement c
JOIN statement o ON o.type = 'claim' AND o.matter = c.matter AND hash_array(o.parties) = hash_array(c.parties) AND o.parties = c.parties
    AND o.said_at BETWEEN c.said_at - interval '7 days' AND c.said_at + interval '7 days'
WHERE c.type = 'claim' AND c.family = 1 AND o.temporality = c.temporality AND o.speaker_side <> c.speaker_side
  AND coalesce(o.event_date = c.event_date, true) AND o.speaker_side = ANY (c.parties)
  AND speaks_for_a_side(c.speaker_role, c.speaker_side)
  AND speaks_for_a_side(o.speaker_role, o.speaker_side);
COMMENT ON VIEW confirmations IS 'Claims of a contact, talks or a deal that another of the parties claims, too: same matter, parties and time spoken of, at most a week apart, and no two days of the event';

CREATE OR REPLACE VIEW open_claims AS
SELECT c.*
FROM statements c
WHERE c.type = 'claim' AND speaks_for_a_side(c.speaker_role, c.speaker_side)
  AND NOT EXISTS (SELECT FROM contradiction k WHERE k.claim_id = c.id)
  AND NOT EXISTS (SELECT FROM confirmations k WHERE k.claim_id = c.id);
COMMENT ON VIEW open_claims IS 'Claims by officials that nobody has denied, and none of the other parties has confirmed';

CREATE OR REPLACE FUNCTION tariff_timeline(imposer text, target text) RETURNS SETOF tariff_changes
    LANGUAGE sql STABLE
BEGIN ATOMIC
    SELECT t.* FROM tariff_changes t
    WHERE t.imposer = tariff_timeline.imposer
      AND (tariff_timeline.target = ANY (t.targets)
           OR ('*' = ANY (t.targets) AND NOT tariff_timeline.target = ANY (t.excluded)))
    ORDER BY coalesce(t.effective, t.said_at::date), t.said_at, t.id;
END;

CREATE OR REPLACE FUNCTION pauses_ending(days integer, from_day date DEFAULT current_date) RETURNS SETOF tariff_changes
    LANGUAGE sql STABLE
BEGIN ATOMIC
    SELECT t.* FROM tariff_changes t
    WHERE t.action IN ('suspend', 'extend', 'exempt') AND t.expires BETWEEN from_day AND from_day + days
    ORDER BY t.expires, t.id;
END;

-- A row that states neither a rate nor a standing does not hide one that does. Exemptions stand beside the rates, also those that were
-- announced without a day. What was removed is no longer listed; a suspension that has run out no longer counts.
DROP FUNCTION tariffs_in_force(date);
CREATE FUNCTION tariffs_in_force(on_date date)
    RETURNS TABLE (imposer text, target text, excluded text[], product text, instrument text, standing text, action text, rate numeric,
                   rate_operator text, rate_points numeric, rate_from numeric, value_basis text, exempt_from text, effective date,
                   expires date, status text, said_at timestamptz, words text, url text, source text, targets text[], products text, id text)
    LANGUAGE sql STABLE
BEGIN ATOMIC
    SELECT t.imposer, last.target, t.excluded, last.product, t.instrument_name,
           CASE t.action WHEN 'exempt' THEN 'exempt' WHEN 'suspend' THEN 'suspended' ELSE 'collected' END,
           t.action, t.rate, t.rate_operator, t.rate_points, t.rate_from, t.value_basis, t.exempt_from, t.effective,
           t.expires, t.status, t.said_at, t.words, t.url, t.source, t.targets, t.products, t.id
    FROM (SELECT DISTINCT ON (c.imposer, d.target, p.product, c.instrument_name, c.action = 'exempt') c.id, d.target, p.product, c.action
          FROM tariff_change c
          JOIN tariff_target d ON d.change_id = c.id AND NOT d.excluded
          LEFT JOIN tariff_product p ON p.change_id = c.id
          WHERE c.status IN ('in_force', 'announced') AND c.temporality <> 'hypothetical'
            AND (c.status = 'in_force' OR c.effective IS NOT NULL OR c.action = 'exempt')
            AND coalesce(c.effective, c.said_at::date) <= on_date
            AND (c.expires IS NULL OR c.expires > on_date)
          ORDER BY c.imposer, d.target, p.product, c.instrument_name, c.action = 'exempt',
                   (c.rate IS NOT NULL OR c.rate_points IS NOT NULL OR c.action IN ('suspend', 'exempt', 'remove')) DESC,
                   coalesce(c.effective, c.said_at::date) DESC, c.said_at DESC, c.id) AS last
    JOIN tariff_changes t ON t.id = last.id
    WHERE last.action <> 'remove';
END;
COMMENT ON FUNCTION tariffs_in_force IS 'The latest stated rate by imposer, target, product and instrument, with suspensions and exemptions; nothing is added up or guessed. A lead to the legal text, not legal advice';

CREATE VIEW tariff_goods AS
SELECT change_id, product AS goods FROM tariff_product
UNION ALL
SELECT DISTINCT change_id, left(code, 2) FROM tariff_hs
UNION ALL
SELECT c.id, '' FROM tariff_change c WHERE NOT EXISTS (SELECT FROM tariff_hs h WHERE h.change_id = c.id);
COMMENT ON VIEW tariff_goods IS 'By what two changes are on the same goods: a name, a chapter, or that no code is known of either, as with all goods of a country';

-- Lists too much rather than too little: a measure on all countries but some carries out no threat.
CREATE OR REPLACE VIEW threats_never_carried_out AS
WITH measure AS MATERIALIZED (
    SELECT f.imposer, d.target, g.goods, max(f.said_at) AS latest
    FROM tariff_change f
    JOIN tariff_target d ON d.change_id = f.id AND NOT d.excluded
    JOIN tariff_goods g ON g.change_id = f.id
    WHERE f.status IN ('in_force', 'announced') AND (d.target <> '*' OR f.excluded = '{}')
    GROUP BY f.imposer, d.target, g.goods
), threat AS MATERIALIZED (
    SELECT c.id, c.imposer, d.target, g.goods, c.said_at
    FROM tariff_change c
    JOIN tariff_target d ON d.change_id = c.id AND NOT d.excluded
    JOIN tariff_goods g ON g.change_id = c.id
    WHERE c.status = 'threatened' AND c.said_at < now() - interval '60 days'
), carried_out AS (
    SELECT t.id FROM threat t JOIN measure m ON m.imposer = t.imposer AND m.goods = t.goods AND m.target = t.target AND m.latest > t.said_at
    UNION
    SELECT t.id FROM threat t JOIN measure m ON m.imposer = t.imposer AND m.goods = t.goods AND m.target = '*' AND m.latest > t.said_at
)
SELECT t.*
FROM tariff_changes t
WHERE t.status = 'threatened' AND t.said_at < now() - interval '60 days' AND NOT EXISTS (SELECT FROM carried_out k WHERE k.id = t.id);
COMMENT ON VIEW threats_never_carried_out IS 'Threats of more than 60 days ago that no measure on the same target, or on all countries, and on the same goods followed';

DROP VIEW retaliation_lag;
CREATE VIEW retaliation_lag AS
SELECT b.imposer, b.targets, b.said_at - a.said_at AS lag, b.id AS retaliation_id, a.id AS measure_id
FROM tariff_change b
CROSS JOIN LATERAL (
    SELECT one.said_at, one.id
    FROM unnest(b.targets) AS target
    CROSS JOIN LATERAL (
        SELECT m.said_at, m.id
        FROM tariff_change m
        WHERE m.imposer = target AND m.said_at < b.said_at AND m.action IN ('impose', 'raise') AND m.status <> 'threatened'
          AND (b.imposer = ANY (m.targets) OR ('*' = ANY (m.targets) AND NOT b.imposer = ANY (m.excluded)))
        ORDER BY m.said_at DESC, m.id
        LIMIT 1) AS one
    ORDER BY one.said_at DESC, one.id
    LIMIT 1) AS a
WHERE b.retaliation;
COMMENT ON VIEW retaliation_lag IS 'How long after the other side''s latest measure, on it or on all, a retaliation was reported';

-- A transaction's rows have the time at which it began: who asks again and again should go back by a minute.
DROP FUNCTION changed_since(timestamptz);
CREATE FUNCTION changed_since(since timestamptz)
    RETURNS TABLE (said_at timestamptz, type text, who text, words text, url text, id text, stored_at timestamptz)
    LANGUAGE sql STABLE
BEGIN ATOMIC
    SELECT s.said_at, s.type, s.speaker, s.words, s.url, s.id, s.stored_at FROM statements s WHERE s.stored_at >= since
    UNION ALL
    SELECT t.said_at, 'tariff_change', t.imposer, t.words, t.url, t.id, t.stored_at FROM tariff_changes t WHERE t.stored_at >= since
    ORDER BY 7, 6;
END;
COMMENT ON FUNCTION changed_since IS 'Records that were written since a time, for they are new or say something else than before, however old what they tell';

CREATE OR REPLACE VIEW source_health AS
SELECT s.id, s.name, s.state, s.reason, s.since, s.last_success, s.last_new_item, s.next_poll, coalesce(n.items, 0) AS items
FROM source s
LEFT JOIN (SELECT source, count(*) AS items FROM item GROUP BY source) AS n ON n.source = s.id;

CREATE INDEX item_revision_with_records ON item_revision (item_id, revision) WHERE records <> '[]';
COMMENT ON INDEX item_revision_with_records IS 'Revisions that were quoted';

CREATE OR REPLACE VIEW revised_evidence AS
SELECT DISTINCT edited.item_id, r ->> 'type' AS type, w.words, old.fetched AS quoted_at, new.fetched AS edited_at, new.title, new.url
FROM (SELECT v.item_id, v.revision, i.revision AS current
      FROM item_revision v
      JOIN item i ON i.id = v.item_id AND i.revision <> v.revision
      WHERE v.records <> '[]' OFFSET 0) AS edited
JOIN item_revision old ON old.item_id = edited.item_id AND old.revision = edited.revision
JOIN item_revision new ON new.item_id = edited.item_id AND new.revision = edited.current
CROSS JOIN jsonb_array_elements(old.records) AS r
CROSS JOIN evidence_text(old.text, evidence_ranges(r -> 'evidence')) AS w (words)
WHERE EXISTS (SELECT FROM unnest(evidence_ranges(r -> 'evidence')) AS span
              WHERE position(evidence_text(old.text, ARRAY[span]) IN new.text) = 0);

CREATE VIEW speakers AS
SELECT p.id, p.name, p.side, s.offices, s.claims, s.denials, coalesce(k.denied, 0) AS denied, s.first_said, s.last_said
FROM speaker p
JOIN (SELECT s.speaker_id, count(*) FILTER (WHERE s.type = 'claim') AS claims, count(*) FILTER (WHERE s.type = 'denial') AS denials,
             min(s.said_at) AS first_said, max(s.said_at) AS last_said,
             array_agg(DISTINCT concat_ws(', ', o.role, o.organization)) FILTER (WHERE o.id IS NOT NULL) AS offices
      FROM statement s
      LEFT JOIN office o ON o.id = s.office_id
      WHERE s.speaker_id IS NOT NULL
      GROUP BY s.speaker_id) AS s ON s.speaker_id = p.id
LEFT JOIN (SELECT c.speaker_id, count(DISTINCT c.id) AS denied
           FROM contradiction k JOIN statement c ON c.id = k.claim_id
           GROUP BY c.speaker_id) AS k ON k.speaker_id = p.id;
COMMENT ON VIEW speakers IS 'Who spoke: side, offices, how many claims and denials, how many of the claims were denied, from when to when';

CREATE VIEW stories AS
SELECT g.story, count(*) AS items, count(DISTINCT i.source) AS sources, min(i.first_seen) AS first_seen, max(i.first_seen) AS last_seen,
       (array_agg(i.source ORDER BY i.first_seen, i.id))[1] AS first_source, array_agg(DISTINCT i.source) AS seen_in
FROM sighting g
JOIN item i ON i.id = g.item_id
GROUP BY g.story;
COMMENT ON VIEW stories IS 'Each story with the sources that it was seen in, and which had it first';

GRANT SELECT ON confirmations, tariff_goods, retaliation_lag, speakers, stories TO gainsay_reader, gainsay_writer;
