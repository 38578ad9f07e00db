-- What do all others do to the goods of this country?
-- asked by: a trade analyst
-- arguments: target:country=CN since:time=2025-01-01
SELECT coalesce(t.effective, t.said_at::date) AS day, t.imposer, t.action, rate_words(t.rate, t.rate_operator, t.rate_points) AS rate,
       goods_words(t.products, t.targets) AS products,
       t.status, left(t.id, 8) AS id
FROM tariff_change t
WHERE t.said_at >= $2::timestamptz
  AND ($1 = ANY (t.targets) OR ('*' = ANY (t.targets) AND t.imposer <> $1 AND NOT $1 = ANY (t.excluded)))
ORDER BY day, t.said_at, t.id
