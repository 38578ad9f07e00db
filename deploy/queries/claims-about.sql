-- Who claims something with these words, and who denies or confirms it?
-- asked by: a fact-check desk
-- arguments: words...=call
SELECT s.said_at::date AS said, s.person AS speaker, s.words, d.denied_by, c.confirmed_by, s.url, left(s.id, 8) AS id
FROM item_words w
JOIN statements s ON s.item_id = w.item_id AND s.type = 'claim'
LEFT JOIN LATERAL (SELECT string_agg(DISTINCT coalesce(o.speaker_actor, o.speaker, 'somebody unnamed'), ', ') AS denied_by
                   FROM contradiction k JOIN statement o ON o.id = k.denial_id WHERE k.claim_id = s.id) AS d ON true
LEFT JOIN LATERAL (SELECT string_agg(DISTINCT coalesce(o.speaker_actor, o.speaker, 'somebody unnamed'), ', ') AS confirmed_by
                   FROM confirmations k JOIN statement o ON o.id = k.confirmation_id WHERE k.claim_id = s.id) AS c ON true
WHERE ((w.config = 'english'::regconfig AND w.words @@ websearch_to_tsquery('english', $1))
       OR (w.config = 'simple'::regconfig AND w.words @@ websearch_to_tsquery('simple', $1)))
  AND to_tsvector(w.config, s.words) @@ websearch_to_tsquery(w.config, $1)
ORDER BY s.said_at DESC, s.id
