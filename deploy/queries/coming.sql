-- Which measures take effect from a day on?
-- asked by: an importer's compliance officer
-- arguments: from:day=today
SELECT effective, imposer, targets, action, goods_words(products, targets) AS products, rate_words(rate, rate_operator, rate_points) AS rate, status, left(id, 8) AS id
FROM tariff_change
WHERE effective >= $1::date
ORDER BY effective, imposer, targets, tariff_change.id
