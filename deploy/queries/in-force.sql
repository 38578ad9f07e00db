-- Which duties does a country collect on a day, and what is exempt, by what was stated last?
-- asked by: an importer's compliance officer
-- arguments: imposer=US day=2025-04-30
SELECT target, product, standing, trim_scale(rate) AS rate, CASE WHEN rate IS NOT NULL THEN rate_operator END AS op,
       trim_scale(rate_points) AS points, effective, status, instrument
FROM tariffs_in_force($2::date)
WHERE imposer = $1
ORDER BY target, product, standing, effective, id
