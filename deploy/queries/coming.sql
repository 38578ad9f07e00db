-- Which measures take effect from a day on?
-- asked by: an importer's compliance officer
-- arguments: from=today
SELECT effective, imposer, targets, action, products, trim_scale(rate) AS rate, trim_scale(rate_points) AS points, status, left(id, 8) AS id
FROM tariff_change
WHERE effective >= $1::date
ORDER BY effective, imposer, targets, tariff_change.id
