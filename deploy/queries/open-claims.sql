-- What have officials claimed that nobody has denied or confirmed?
-- asked by: a fact-check desk
-- arguments: since:time=2025-01-01
SELECT said_at::date AS said, person AS speaker, speaker_side AS for, matter, words, url
FROM open_claims
WHERE said_at >= $1::timestamptz
ORDER BY said_at, id
