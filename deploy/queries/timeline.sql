-- What has one country done to the goods of another, in order?
-- asked by: a trade analyst
-- arguments: imposer=US target=CN
SELECT coalesce(effective, said_at::date) AS day, action, trim_scale(rate) AS rate, trim_scale(rate_from) AS before,
       trim_scale(rate_points) AS points, products, status, left(id, 8) AS id
FROM tariff_timeline(upper($1), upper($2))
ORDER BY day, said_at, tariff_timeline.id
