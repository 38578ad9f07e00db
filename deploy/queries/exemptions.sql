-- What is spared from a country's duties?
-- asked by: an importer's compliance officer
-- arguments: imposer:country=US
SELECT coalesce(effective, said_at::date) AS day, targets, goods AS products, exempt_from, expires, url
FROM tariff_changes
WHERE imposer = $1 AND action = 'exempt'
ORDER BY day, id
