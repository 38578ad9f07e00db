-- Which duties does a country collect on a day, by what was stated last?
-- asked by: an importer's compliance officer
-- arguments: imposer=US day=2025-04-30
SELECT targets, products, action, trim_scale(rate) AS rate, trim_scale(rate_points) AS points, effective, instrument
FROM tariffs_in_force($2::date)
WHERE imposer = $1
ORDER BY targets, products, action, effective, id
