-- What has been said on a matter (contact, talks, deal, tariff_level, tariff_plan, trade_conduct, trade_effect)?
-- asked by: a fact-check desk
-- arguments: matter:matter=talks since:time=2025-01-01
SELECT said_at::date AS said, type, person AS speaker, speaker_side AS for, words, left(id, 8) AS id
FROM statements
WHERE matter = $1 AND said_at >= $2::timestamptz
ORDER BY said_at, statements.id
