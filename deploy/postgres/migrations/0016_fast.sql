-- Views that a million items made slow (tests/bench/million).

-- The planner takes matter, parties and time to be independent of each other, so that it would compare all with all. Fenced off by
-- OFFSET 0, each claim looks its likes up by the index that is made for it.
CREATE OR REPLACE VIEW confirmations AS
SELECT c.id AS claim_id, o.id AS confirmation_id
FROM statement c
CROSS JOIN LATERAL (
    SELECT o.id
    FROM statement o
    WHERE o.type = 'claim' AND o.matter = c.matter AND hash_array(o.parties) = hash_array(c.parties) AND o.parties = c.parties
      AND o.said_at BETWEEN c.said_at - interval '7 days' AND c.said_at + interval '7 days'
      AND o.temporality = c.temporality AND coalesce(o.event_date = c.event_date, true)
      AND o.speaker_side <> c.speaker_side AND o.speaker_side = ANY (c.parties) AND speaks_for_a_side(o.speaker_role, o.speaker_side)
    OFFSET 0) AS o
WHERE c.type = 'claim' AND c.family = 1 AND speaks_for_a_side(c.speaker_role, c.speaker_side);

CREATE OR REPLACE VIEW open_claims AS
SELECT c.*
FROM statements c
WHERE c.type = 'claim' AND speaks_for_a_side(c.speaker_role, c.speaker_side)
  AND NOT EXISTS (SELECT FROM contradiction k WHERE k.claim_id = c.id)
  AND NOT EXISTS (SELECT FROM confirmations k WHERE k.claim_id = c.id OFFSET 0);

-- Twice the same row does no harm to those who ask, and sorting them out costs more than they do.
CREATE OR REPLACE VIEW tariff_goods AS
SELECT change_id, product AS goods FROM tariff_product
UNION ALL
SELECT change_id, left(code, 2) FROM tariff_hs
UNION ALL
SELECT c.id, '' FROM tariff_change c WHERE NOT EXISTS (SELECT FROM tariff_hs h WHERE h.change_id = c.id);

CREATE FUNCTION evidence_span(body text, first integer, behind integer) RETURNS text
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN convert_from(substring(convert_to(body, 'UTF8') FROM first + 1 FOR behind - first), 'UTF8');
COMMENT ON FUNCTION evidence_span IS 'The words in one range of bytes';

-- Each span is read once.
CREATE OR REPLACE VIEW revised_evidence AS
SELECT DISTINCT edited.item_id, r ->> 'type' AS type, w.words, old.fetched AS quoted_at, new.fetched AS edited_at, new.title, new.url
FROM (SELECT v.item_id, v.revision, i.revision AS current
      FROM item_revision v
      JOIN item i ON i.id = v.item_id AND i.revision <> v.revision
      WHERE v.records <> '[]' OFFSET 0) AS edited
JOIN item_revision old ON old.item_id = edited.item_id AND old.revision = edited.revision
JOIN item_revision new ON new.item_id = edited.item_id AND new.revision = edited.current
CROSS JOIN jsonb_array_elements(old.records) AS r
CROSS JOIN LATERAL (
    SELECT string_agg(words, ' ' ORDER BY place) AS words, bool_or(position(words IN new.text) = 0) AS gone
    FROM (SELECT place, evidence_span(old.text, (span -> 0)::int, (span -> 1)::int) AS words
          FROM jsonb_array_elements(r -> 'evidence') WITH ORDINALITY AS spans (span, place) OFFSET 0) AS spans) AS w
WHERE w.gone;

CREATE OR REPLACE VIEW stories AS
SELECT g.story, count(*) AS items, count(DISTINCT i.source) AS sources, min(i.first_seen) AS first_seen, max(i.first_seen) AS last_seen,
       (array_agg(i.source ORDER BY i.first_seen, i.id))[1] AS first_source, array_agg(DISTINCT i.source) AS seen_in
FROM (SELECT story FROM sighting GROUP BY story HAVING count(*) > 1) AS copied
JOIN sighting g ON g.story = copied.story
JOIN item i ON i.id = g.item_id
GROUP BY g.story;
COMMENT ON VIEW stories IS 'Stories that were seen more than once, with the sources that had them, and which had it first';
