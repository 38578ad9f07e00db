-- A database of :items items with a realistic share of records, made by SQL: one item in three has a record, one in fifty was edited. The
-- rows of the records are written by the store's own function, from results like those of a classifier.
\set ON_ERROR_STOP on
SET synchronous_commit = off;
SET client_min_messages = warning;

-- A number of 0 to 1 that a key decides, so that each run makes the same rows.
CREATE FUNCTION pg_temp.chance(key text) RETURNS double precision LANGUAGE sql IMMUTABLE
    RETURN (('x' || left(md5(key), 8))::bit(32)::bigint) / 4294967296.0;

-- Bodies of some 2,400 characters that compress as prose does.
CREATE TEMP TABLE body AS
SELECT b AS number, string_agg(left(md5((b * 1009 + w % 97)::text), 2 + w % 8), ' ' ORDER BY w) AS text
FROM generate_series(0, 499) AS b, generate_series(1, 380) AS w
GROUP BY b;
CREATE UNIQUE INDEX ON body (number);

CREATE FUNCTION pg_temp.land(chance double precision) RETURNS text LANGUAGE sql IMMUTABLE
    RETURN ('{CN,EU,CA,MX,JP,KR,IN,BR,GB,VN,TW,CH,TH,ID,MY,AU,TR,ZA,RU,NO,SG,PH,CL,CO,PE,AR,EG,NG,KE,PK,BD,LK,UA,KZ,IL,SA,AE,QA,MA,NZ}'::text[])
           [1 + floor(40 * chance ^ 2.5)::int];

INSERT INTO source (id, name, country, tier, state, since, details)
SELECT 'source-' || n, 'Source ' || n, pg_temp.land(n / 120.0), (ARRAY['ministry', 'agency', 'wire', 'newspaper'])[1 + n % 4],
       CASE WHEN n % 17 = 0 THEN 'stale' ELSE 'ok' END, now(), '{}'
FROM generate_series(0, 119) AS n;

-- plan: what item n is. Of 32 items in a row: four claims, one denial of the first of them, five tariff changes.
CREATE TEMP TABLE plan AS
SELECT n, md5('item ' || n) AS id, 'source-' || floor(120 * pg_temp.chance('source ' || n) ^ 2)::int AS source,
       timestamptz '2023-01-01' + n * (interval '1095 days' / :items) AS at,
       CASE WHEN n % 8 = 0 THEN 'claim' WHEN n % 32 = 4 THEN 'denial' WHEN n % 32 IN (3, 9, 15, 21, 27) THEN 'tariff_change' END AS type,
       pg_temp.land(pg_temp.chance('land ' || n / 32)) AS land,
       n % 48 = 0 OR n % 96 = 3 AS edited
FROM generate_series(0, :items - 1) AS n;

INSERT INTO item (id, source, guid, first_seen, revision)
SELECT id, source, 'https://news.example/' || n, at, md5('revision 2 of ' || n) FROM plan WHERE edited
UNION ALL
SELECT id, source, 'https://news.example/' || n, at, md5('revision 1 of ' || n) FROM plan WHERE NOT edited;
-- As in a live database, where the search index is behind by little.
TRUNCATE search_queue, search_list;

CREATE FUNCTION pg_temp.sentence(n integer, type text, land text, version integer) RETURNS text LANGUAGE sql IMMUTABLE
    RETURN CASE type
        WHEN 'claim' THEN 'Official ' || n % 997 || ' said on day ' || n || ' that both sides had spoken of trade with ' || land || '.'
        WHEN 'denial' THEN 'A spokesperson of ' || land || ' said that no such talks as on day ' || n || ' had taken place.'
        WHEN 'tariff_change' THEN 'The duty on goods from ' || land || ' rises by measure ' || n || '.'
        ELSE 'Nothing of trade happened on day ' || n || '.' END
        || CASE WHEN version = 2 AND n % 96 = 0 THEN '' ELSE ' Said again.' END;

CREATE FUNCTION pg_temp.result(n integer, type text, land text, version integer, at timestamptz) RETURNS jsonb LANGUAGE sql STABLE
    RETURN CASE WHEN type IS NULL THEN '[]' WHEN type = 'tariff_change' THEN jsonb_build_array(jsonb_strip_nulls(jsonb_build_object(
        'id', md5('record ' || n), 'type', type, 'evidence', jsonb_build_array(jsonb_build_array(0, length(pg_temp.sentence(n, type, land, version)))),
        'temporality', 'current', 'confidence', 0.8, 'imposer', CASE WHEN n % 5 < 3 THEN 'US' ELSE land END,
        'targets', jsonb_build_array(CASE WHEN n % 11 = 0 THEN '*' WHEN n % 5 < 3 THEN land ELSE 'US' END),
        'products', (ARRAY['all goods', 'steel', 'aluminium', 'cars', 'wine and spirits', 'solar cells', 'timber', 'copper wire', 'toys, shoes and textiles', 'almonds'])[1 + n / 32 % 10],
        'hs', jsonb_build_array((ARRAY['72', '76', '87', '22', '85', '44', '74', '95', '64', '08'])[1 + n / 32 % 10]),
        'action', (ARRAY['impose', 'raise', 'lower', 'suspend', 'exempt', 'extend', 'remove', 'raise', 'impose'])[1 + n / 3 % 9],
        'status', (ARRAY['in_force', 'announced', 'announced', 'proposed', 'threatened'])[1 + n / 7 % 5],
        'rate', CASE WHEN n % 4 > 0 THEN 5 * (1 + n % 20) END,
        'effective', CASE WHEN n % 3 > 0 THEN at::date END,
        'expires', CASE WHEN n % 7 = 0 THEN (at + interval '90 days')::date END,
        'instrument', CASE WHEN n % 4 = 1 THEN (ARRAY['Section 232', 'Section 301', 'anti-dumping', 'countervailing', 'safeguard'])[1 + n % 5] END,
        'retaliation', CASE WHEN n % 16 = 5 THEN true END)))
    ELSE jsonb_build_array(jsonb_strip_nulls(jsonb_build_object(
        'id', md5('record ' || n), 'type', type, 'evidence', jsonb_build_array(jsonb_build_array(0, length(pg_temp.sentence(n, type, land, version)))),
        'temporality', 'current', 'confidence', 0.8, 'speaker', CASE WHEN type = 'denial' THEN 'Spokesperson ' || n / 32 % 60 ELSE 'Official ' || n % 997 END,
        'speaker_side', CASE WHEN type = 'denial' OR n % 3 = 0 THEN land ELSE 'US' END, 'speaker_role', CASE WHEN type = 'denial' THEN 'spokesperson' ELSE 'minister' END,
        'organization', CASE WHEN n % 4 = 0 THEN 'ministry ' || n % 50 END,
        'matter', (ARRAY['contact', 'talks', 'deal', 'tariff_level', 'tariff_plan', 'trade_conduct', 'trade_effect'])[1 + n / 32 % 7],
        'parties', to_jsonb(ARRAY(SELECT code FROM unnest(ARRAY['US', land]) AS code ORDER BY code)),
        'denial_kind', CASE WHEN type = 'denial' THEN 'flat' END))) END;

INSERT INTO item_revision (item_id, revision, fetched, story, kind, country, lang, url, title, text, published, published_from, digest,
                           classifier, lexicon, generation, classified, records)
SELECT p.id, md5('revision ' || version || ' of ' || p.n), p.at + version * interval '1 hour', 'news.example/' || p.n - (p.n % 20 = 1)::int, 'wire', 'GB', 'en',
       'https://news.example/' || p.n, 'Headline ' || p.n, pg_temp.sentence(p.n, p.type, p.land, version) || E'\n' || b.text, p.at, 'feed', md5(p.n::text),
       '1', 'lexicon', 1, true, pg_temp.result(p.n, p.type, p.land, version, p.at)
FROM plan p
JOIN body b ON b.number = p.n % 500
CROSS JOIN generate_series(1, 2) AS version
WHERE version = 1 OR p.edited;
ANALYZE item, item_revision;

DO $$
DECLARE
    part integer;
BEGIN
    FOR part IN 0 .. (SELECT max(n) FROM plan) / 5000 LOOP
        PERFORM store_apply(ARRAY(SELECT id FROM plan WHERE n >= part * 5000 AND n < (part + 1) * 5000));
        COMMIT;
    END LOOP;
END;
$$;
INSERT INTO contradiction (denial_id, claim_id, score, reasons)
SELECT md5('record ' || n), md5('record ' || n - 4), 0.8, 'made by the bench' FROM plan WHERE type = 'denial' AND n % 3 > 0;
-- Rows as old as what they tell, so that "since yesterday" is a day's worth.
UPDATE statement SET stored_at = said_at;
UPDATE tariff_change SET stored_at = said_at;
-- Every twentieth statement took the place of one that other rules had read out of the same words.
INSERT INTO withdrawal (record_id, withdrawn_at, why, type, item_id, revision, said_at, evidence, record)
SELECT md5('withdrawn ' || s.id), s.said_at, 'reclassified', s.type, s.item_id, s.revision, s.said_at, s.evidence, to_jsonb(s)
FROM statement s WHERE s.id < '0d';
