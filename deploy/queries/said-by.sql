-- What has this person said, and was it denied?
-- asked by: a fact-check desk
-- arguments: speaker...=Trump
SELECT s.said_at::date AS said, s.type, s.matter, s.words, d.denied_by, s.url, left(s.id, 8) AS id
FROM statements s
LEFT JOIN LATERAL (SELECT string_agg(DISTINCT coalesce(o.speaker_actor, o.speaker, 'somebody unnamed'), ', ') AS denied_by
                   FROM contradiction k JOIN statement o ON o.id = k.denial_id WHERE k.claim_id = s.id) AS d ON true
WHERE strpos(lower(s.person), lower($1)) > 0
ORDER BY s.said_at DESC, s.id
