-- What have two sides said of each other's contacts, talks and deals?
-- asked by: a fact-check desk
-- arguments: one:country=US other:country=CN since:time=2025-01-01
SELECT said_at::date AS said, speaker_side AS for, person AS speaker, type, matter, words, left(id, 8) AS id
FROM statements
WHERE parties @> ARRAY[$1, $2] AND $1 <> $2 AND said_at >= $3::timestamptz
ORDER BY said_at, statements.id
