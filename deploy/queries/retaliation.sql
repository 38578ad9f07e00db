-- How fast do countries hit back?
-- asked by: a trade analyst
SELECT r.imposer, r.targets, c.products, trim_scale(c.rate) AS rate, r.lag
FROM retaliation_lag r
JOIN tariff_change c ON c.id = r.retaliation_id
ORDER BY r.lag, r.retaliation_id
