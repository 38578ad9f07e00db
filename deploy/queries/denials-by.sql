-- What has this country's side denied?
-- asked by: a fact-check desk
-- arguments: side=CN
SELECT said_at::date AS said, speaker, matter, words, url
FROM statements
WHERE type = 'denial' AND speaker_side = $1
ORDER BY said_at, id
