-- What has this country's side denied?
-- asked by: a fact-check desk
-- arguments: side:country=CN since:time=2025-01-01
SELECT said_at::date AS said, person AS speaker, matter, words, url
FROM statements
WHERE type = 'denial' AND speaker_side = $1 AND said_at >= $2::timestamptz
ORDER BY said_at, id
