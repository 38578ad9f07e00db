-- What has been said on a matter (contact, talks, deal, tariff_level, tariff_plan, trade_conduct, trade_effect)?
-- asked by: a fact-check desk
-- arguments: matter=talks
SELECT said_at::date AS said, type, speaker, speaker_side AS for, words
FROM statements
WHERE matter = $1
ORDER BY said_at, id
