-- What are the highest rates said of an imposer?
-- asked by: a trade analyst
-- arguments: imposer=US limit=5
SELECT trim_scale(rate) AS rate, targets, products, status, coalesce(effective, said_at::date) AS day, left(id, 8) AS id
FROM tariff_change
WHERE imposer = upper($1) AND rate IS NOT NULL
ORDER BY tariff_change.rate DESC, day, tariff_change.id
LIMIT $2::integer
