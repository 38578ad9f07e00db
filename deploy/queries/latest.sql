-- What was said of tariffs in the last days, the latest first?
-- asked by: a trade analyst
-- arguments: days:number=7 until:day=today
SELECT said_at::date AS said, imposer, targets, action, goods_words(products, targets) AS products, rate_words(rate, rate_operator, rate_points) AS rate, status, effective, left(id, 8) AS id
FROM tariff_change
WHERE said_at >= $2::date - $1::integer AND said_at < $2::date + 1
ORDER BY said_at DESC, tariff_change.id
