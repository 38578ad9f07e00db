-- Which tariffs are threatened, and on what condition?
-- asked by: a trade analyst
-- arguments: since:time=2025-01-01
SELECT said_at::date AS said, imposer, targets, goods AS products, trim_scale(rate) AS rate, condition
FROM tariff_changes
WHERE status = 'threatened' AND said_at >= $1::timestamptz
ORDER BY said_at, id
