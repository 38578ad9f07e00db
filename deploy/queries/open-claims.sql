-- What have officials claimed that nobody has denied?
-- asked by: a fact-check desk
SELECT said_at::date AS said, speaker, speaker_side AS for, matter, words, url
FROM open_claims
ORDER BY said_at, id
