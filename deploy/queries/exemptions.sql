-- What is spared from a country's duties?
-- asked by: an importer's compliance officer
-- arguments: imposer=US
SELECT coalesce(effective, said_at::date) AS day, targets, products, exempt_from, expires, url
FROM tariff_changes
WHERE imposer = upper($1) AND action = 'exempt'
ORDER BY day, id
