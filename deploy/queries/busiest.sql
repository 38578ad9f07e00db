-- Who changes tariffs most?
-- asked by: a trade analyst
-- arguments: since:time=2025-01-01
SELECT imposer, count(*) AS changes, count(*) FILTER (WHERE action IN ('impose', 'raise')) AS up,
       count(*) FILTER (WHERE action IN ('lower', 'suspend', 'exempt', 'remove')) AS down
FROM tariff_change
WHERE said_at >= $1::timestamptz
GROUP BY imposer
ORDER BY changes DESC, imposer
