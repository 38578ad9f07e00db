-- What have two sides said of each other's contacts, talks and deals?
-- asked by: a fact-check desk
-- arguments: one=US other=CN
SELECT said_at::date AS said, speaker_side AS for, speaker, type, matter, words
FROM statements
WHERE parties @> ARRAY[$1, $2]
ORDER BY said_at, id
