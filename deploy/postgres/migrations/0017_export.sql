-- What `gainsay export` writes.

CREATE VIEW export_records AS
SELECT s.id, s.type, s.item_id, s.source, s.url, s.title, s.published, s.said_at, s.stored_at, s.words,
       s.speaker, s.speaker_side, s.speaker_role, s.organization, s.matter, s.parties, s.denies, s.denies_side, s.denial_kind,
       s.initiator, s.event_date, s.from_question,
       NULL::text AS imposer, NULL::text[] AS targets, NULL::text[] AS excluded, NULL::text AS products, NULL::text[] AS hs,
       NULL::boolean AS hs_stated, NULL::text AS action, NULL::text AS status, NULL::numeric AS rate, NULL::numeric AS rate_from,
       NULL::numeric AS rate_points, NULL::text AS rate_operator, NULL::date AS effective, NULL::date AS expires,
       NULL::date AS announced, NULL::text AS instrument, NULL::text AS value_basis, NULL::text AS exempt_from,
       NULL::text AS condition, NULL::boolean AS retaliation, s.certainty, s.temporality, s.rules, s.confidence,
       (SELECT array_agg(k.claim_id ORDER BY k.claim_id) FROM contradiction k WHERE k.denial_id = s.id) AS contradicts,
       (SELECT array_agg(k.denial_id ORDER BY k.denial_id) FROM contradiction k WHERE k.claim_id = s.id) AS contradicted_by
FROM statements s
UNION ALL
SELECT t.id, 'tariff_change', t.item_id, t.source, t.url, t.title, t.published, t.said_at, t.stored_at, t.words,
       NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL,
       t.imposer, t.targets, t.excluded, t.products, t.hs, t.hs_stated, t.action, t.status, t.rate, t.rate_from, t.rate_points,
       t.rate_operator, t.effective, t.expires, t.announced, t.instrument, t.value_basis, t.exempt_from, t.condition,
       t.retaliation, t.certainty, t.temporality, t.rules, t.confidence, NULL, NULL
FROM tariff_changes t;
COMMENT ON VIEW export_records IS 'Every record with its words and where to read them, in one form';

CREATE FUNCTION schema_org_author(name text, role text, organization text) RETURNS jsonb
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN jsonb_strip_nulls(jsonb_build_object(
    '@type', CASE WHEN role IN ('office', 'body', 'company') THEN 'Organization' ELSE 'Person' END,
    'name', coalesce(name, 'unnamed'),
    'affiliation', CASE WHEN organization <> name THEN jsonb_build_object('@type', 'Organization', 'name', organization) END));
COMMENT ON FUNCTION schema_org_author IS 'A speaker as schema.org has it';

-- No verdict of ours: the rating says who denies, and in what words, and has no number.
CREATE VIEW claim_reviews AS
SELECT c.id AS claim_id, d.id AS denial_id, d.said_at, d.source,
       jsonb_strip_nulls(jsonb_build_object(
           '@type', 'ClaimReview',
           '@id', 'urn:gainsay:' || c.id || ':' || d.id,
           'url', d.url,
           'datePublished', (d.said_at AT TIME ZONE 'UTC')::date,
           'claimReviewed', c.words,
           'itemReviewed', jsonb_build_object(
               '@type', 'Claim',
               'author', schema_org_author(c.speaker, c.speaker_role, c.organization),
               'datePublished', (c.said_at AT TIME ZONE 'UTC')::date,
               'appearance', jsonb_build_object('@type', 'CreativeWork', 'url', c.url, 'headline', c.title)),
           'reviewRating', jsonb_build_object(
               '@type', 'Rating',
               'alternateName', 'Denied by ' || concat(coalesce(d.speaker, 'somebody unnamed'), ' (' || d.speaker_side || ')'),
               'ratingExplanation', d.words,
               'author', schema_org_author(d.speaker, d.speaker_role, d.organization)))) AS document
FROM contradiction k
JOIN statements c ON c.id = k.claim_id
JOIN statements d ON d.id = k.denial_id;
COMMENT ON VIEW claim_reviews IS 'Contradictions as schema.org has them, but for the author: who publishes them says who that is';

GRANT SELECT ON export_records, claim_reviews TO gainsay_reader, gainsay_writer;
