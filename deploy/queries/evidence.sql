-- Where does a record come from: its words, its page, the rules that made it, and does it still stand? (the id, or how it begins)
-- asked by: a fact-check desk
-- arguments: id:record
SELECT id, 'tariff_change' AS type, 'stands' AS state, words, url, source, said_at, rules, confidence, NULL AS links
FROM tariff_changes
WHERE id BETWEEN lower($1) AND rpad(lower($1), 32, 'f')
UNION ALL
SELECT s.id, s.type, 'stands', s.words, s.url, s.source, s.said_at, s.rules, s.confidence,
       (SELECT string_agg(line, ', ' ORDER BY line)
        FROM (SELECT 'contradicts ' || left(k.claim_id, 8) FROM contradiction k WHERE k.denial_id = s.id
              UNION ALL SELECT 'contradicted by ' || left(k.denial_id, 8) FROM contradiction k WHERE k.claim_id = s.id) AS one (line))
FROM statements s
WHERE s.id BETWEEN lower($1) AND rpad(lower($1), 32, 'f')
UNION ALL
SELECT record_id, type, 'withdrawn ' || withdrawn_at::date || ': ' || why, words, url, source, said_at, record ->> 'rules',
       (record ->> 'confidence')::real, NULL
FROM withdrawals
WHERE record_id BETWEEN lower($1) AND rpad(lower($1), 32, 'f') AND NOT is_back
ORDER BY id, state
