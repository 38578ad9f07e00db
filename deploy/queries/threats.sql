-- Which tariffs are threatened, and on what condition?
-- asked by: a trade analyst
SELECT said_at::date AS said, imposer, targets, products, trim_scale(rate) AS rate, condition
FROM tariff_changes
WHERE status = 'threatened'
ORDER BY said_at, id
