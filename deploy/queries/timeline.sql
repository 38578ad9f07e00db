-- What has one country done to the goods of another, in order?
-- asked by: a trade analyst
-- arguments: imposer:country=US target:country=CN
SELECT coalesce(effective, said_at::date) AS day, action, rate_words(rate, rate_operator, rate_points) AS rate, trim_scale(rate_from) AS before,
       goods AS products, status, count(*) AS reports, left(min(id), 8) AS id
FROM tariff_timeline($1, $2)
GROUP BY day, action, rate, rate_operator, rate_points, rate_from, goods, status
ORDER BY day, min(said_at), min(tariff_timeline.id)
