-- What do all others do to the goods of this country?
-- asked by: a trade analyst
-- arguments: target=CN since=2025-01-01
SELECT coalesce(t.effective, t.said_at::date) AS day, t.imposer, t.action, trim_scale(t.rate) AS rate, trim_scale(t.rate_points) AS points, t.products,
       t.status, left(t.id, 8) AS id
FROM tariff_change t
WHERE t.said_at >= $2::timestamptz
  AND (upper($1) = ANY (t.targets) OR ('*' = ANY (t.targets) AND t.imposer <> upper($1) AND NOT upper($1) = ANY (t.excluded)))
ORDER BY day, t.said_at, t.id
