-- What are the highest rates said of an imposer?
-- asked by: a trade analyst
-- arguments: imposer:country=US limit:number=5
SELECT rate_words(rate, rate_operator, NULL) AS rate, targets, goods_words(products, targets) AS products, status, coalesce(effective, said_at::date) AS day, left(id, 8) AS id
FROM tariff_change
WHERE imposer = $1 AND rate IS NOT NULL
ORDER BY tariff_change.rate DESC, day, tariff_change.id
LIMIT $2::integer
