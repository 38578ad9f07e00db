-- What users ask, in one short query each.

CREATE FUNCTION evidence_text(body text, ranges int4range[]) RETURNS text
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN (SELECT string_agg(convert_from(substring(convert_to(body, 'UTF8') FROM lower(span) + 1
                                                 FOR upper(span) - lower(span)), 'UTF8'), ' ' ORDER BY place)
        FROM unnest(ranges) WITH ORDINALITY AS spans (span, place));
COMMENT ON FUNCTION evidence_text IS 'The words that carry a record, verbatim';

CREATE VIEW statements AS
SELECT s.*, evidence_text(v.text, s.evidence) AS words, v.title, v.url, i.source, v.published
FROM statement s
JOIN item i ON i.id = s.item_id
JOIN item_revision v ON v.item_id = s.item_id AND v.revision = s.revision;
COMMENT ON VIEW statements IS 'Claims and denials with their words and where to read them';

CREATE VIEW tariff_changes AS
SELECT t.*, evidence_text(v.text, t.evidence) AS words, v.title, v.url, i.source, v.published
FROM tariff_change t
JOIN item i ON i.id = t.item_id
JOIN item_revision v ON v.item_id = t.item_id AND v.revision = t.revision;
COMMENT ON VIEW tariff_changes IS 'Tariff changes with their words and where to read them';

CREATE VIEW claims_and_denials AS
SELECT c.matter, c.parties, c.speaker AS claimed_by, c.speaker_side AS claimed_for, c.said_at AS claimed_at,
       c.words AS claim, c.url AS claim_url, d.speaker AS denied_by, d.speaker_side AS denied_for,
       d.said_at AS denied_at, d.words AS denial, d.url AS denial_url, k.score, k.reasons,
       c.id AS claim_id, d.id AS denial_id
FROM contradiction k
JOIN statements c ON c.id = k.claim_id
JOIN statements d ON d.id = k.denial_id;
COMMENT ON VIEW claims_and_denials IS 'Each claim with each denial that contradicts it: who, when, both sentences, both links';

CREATE VIEW open_claims AS
SELECT c.*
FROM statements c
WHERE c.type = 'claim' AND c.speaker_side IS NOT NULL
  AND NOT EXISTS (SELECT FROM contradiction k WHERE k.claim_id = c.id);
COMMENT ON VIEW open_claims IS 'Claims by officials that nobody has denied';

CREATE VIEW denied_most AS
SELECT c.speaker, c.speaker_side, c.matter, count(DISTINCT c.id) AS claims, count(*) AS denials
FROM contradiction k
JOIN statement c ON c.id = k.claim_id
GROUP BY c.speaker, c.speaker_side, c.matter
ORDER BY denials DESC, c.speaker;
COMMENT ON VIEW denied_most IS 'Whose claims are contradicted most, and on what';

CREATE FUNCTION tariff_timeline(imposer text, target text) RETURNS SETOF tariff_changes
    LANGUAGE sql STABLE
BEGIN ATOMIC
    SELECT t.* FROM tariff_changes t
    WHERE t.imposer = tariff_timeline.imposer
      AND (tariff_timeline.target = ANY (t.targets)
           OR ('*' = ANY (t.targets) AND NOT tariff_timeline.target = ANY (t.excluded)))
    ORDER BY coalesce(t.effective, t.said_at::date), t.said_at, t.id;
END;
COMMENT ON FUNCTION tariff_timeline IS 'What one country is said to do to the goods of another, in order';

CREATE FUNCTION tariffs_in_force(on_date date) RETURNS SETOF tariff_changes
    LANGUAGE sql STABLE
BEGIN ATOMIC
    SELECT DISTINCT ON (t.imposer, t.targets, t.products, t.instrument) t.*
    FROM tariff_changes t
    WHERE t.status IN ('in_force', 'announced') AND t.temporality <> 'hypothetical'
      AND (t.status = 'in_force' OR t.effective IS NOT NULL)
      AND coalesce(t.effective, t.said_at::date) <= on_date
      AND (t.expires IS NULL OR t.expires > on_date)
    ORDER BY t.imposer, t.targets, t.products, t.instrument, coalesce(t.effective, t.said_at::date) DESC,
             t.said_at DESC, t.id;
END;
COMMENT ON FUNCTION tariffs_in_force IS 'The latest stated rate by imposer, target, product and instrument; nothing is added up or guessed. A lead to the legal text, not legal advice';

CREATE VIEW threats_never_carried_out AS
SELECT t.*
FROM tariff_changes t
WHERE t.status = 'threatened' AND t.said_at < now() - interval '60 days'
  AND NOT EXISTS (SELECT FROM tariff_change f
                  WHERE f.imposer = t.imposer AND f.targets && t.targets AND f.said_at > t.said_at
                    AND f.status IN ('in_force', 'announced'));
COMMENT ON VIEW threats_never_carried_out IS 'Threats of more than 60 days ago that no measure on the same target followed';

CREATE FUNCTION pauses_ending(days integer) RETURNS SETOF tariff_changes
    LANGUAGE sql STABLE
BEGIN ATOMIC
    SELECT t.* FROM tariff_changes t
    WHERE t.action IN ('suspend', 'extend', 'exempt') AND t.expires BETWEEN current_date AND current_date + days
    ORDER BY t.expires, t.id;
END;
COMMENT ON FUNCTION pauses_ending IS 'Suspensions and exemptions that run out within so many days';

CREATE VIEW retaliation_lag AS
SELECT b.imposer, b.targets, b.said_at - max(a.said_at) AS lag, b.id AS retaliation_id
FROM tariff_change b
JOIN tariff_change a ON a.imposer = ANY (b.targets) AND b.imposer = ANY (a.targets) AND a.said_at < b.said_at
WHERE b.retaliation AND a.action IN ('impose', 'raise')
GROUP BY b.id, b.imposer, b.targets, b.said_at;
COMMENT ON VIEW retaliation_lag IS 'How long after the other side''s latest measure a retaliation was reported';

CREATE FUNCTION changed_since(since timestamptz)
    RETURNS TABLE (said_at timestamptz, type text, who text, words text, url text)
    LANGUAGE sql STABLE
BEGIN ATOMIC
    SELECT s.said_at, s.type, s.speaker, s.words, s.url FROM statements s WHERE s.said_at >= since
    UNION ALL
    SELECT t.said_at, 'tariff_change', t.imposer, t.words, t.url FROM tariff_changes t WHERE t.said_at >= since
    ORDER BY 1, 4;
END;
COMMENT ON FUNCTION changed_since IS 'Everything said since a time';

CREATE VIEW source_health AS
SELECT s.id, s.name, s.state, s.reason, s.since, s.last_success, s.last_new_item, s.next_poll,
       (SELECT count(*) FROM item i WHERE i.source = s.id) AS items
FROM source s;
COMMENT ON VIEW source_health IS 'State of each source, and how many items came from it';
