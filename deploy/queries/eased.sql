-- Which duties were eased: cut, suspended, spared, lifted?
-- asked by: a trade analyst
-- arguments: since:time=2025-01-01
SELECT said_at::date AS said, imposer, targets, action, goods_words(products, targets) AS products, trim_scale(rate) AS rate, trim_scale(rate_from) AS before, expires
FROM tariff_change
WHERE action IN ('lower', 'suspend', 'exempt', 'remove') AND said_at >= $1::timestamptz
ORDER BY said_at, id
