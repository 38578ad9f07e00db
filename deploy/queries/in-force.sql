-- Which duties does a country collect on a day, on whose goods, and what is exempt, by what was stated last?
-- asked by: an importer's compliance officer
-- arguments: imposer:country=US day:day=today target:country=any
SELECT target, product, standing, trim_scale(rate) AS rate, CASE WHEN rate IS NOT NULL THEN rate_operator END AS op,
       trim_scale(rate_points) AS points, effective, expires, status, instrument, left(id, 8) AS id
FROM tariffs_in_force($2::date) AS t
WHERE imposer = $1 AND (lower($3) = 'any' OR target = $3 OR (target = '*' AND NOT $3 = ANY (excluded)))
ORDER BY target, product, standing, effective, t.id
