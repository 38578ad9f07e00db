-- Which goods are named most, and at which rates?
-- asked by: a trade analyst
-- arguments: since:time=2025-01-01
SELECT p.product, count(DISTINCT t.id) AS changes, string_agg(DISTINCT t.imposer, ' ') AS imposers,
       trim_scale(min(r.value)) AS lowest, trim_scale(max(r.value)) AS highest
FROM tariff_product p
JOIN tariff_change t ON t.id = p.change_id
LEFT JOIN tariff_rate r ON r.change_id = t.id AND r.kind = 'new'
WHERE t.said_at >= $1::timestamptz
GROUP BY p.product
ORDER BY changes DESC, p.product
