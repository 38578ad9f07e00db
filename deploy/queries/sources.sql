-- Which sources are not what they should be?
-- asked by: a fact-check desk
SELECT id, state, reason, since::date AS since, items
FROM source_health
WHERE state <> 'ok'
ORDER BY id
