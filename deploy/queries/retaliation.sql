-- How fast do countries hit back, and at what?
-- asked by: a trade analyst
SELECT r.imposer, r.targets, goods_words(c.products, c.targets) AS products, trim_scale(c.rate) AS rate, r.lag, goods_words(m.products, m.targets) AS answers, trim_scale(m.rate) AS answered_rate
FROM retaliation_lag r
JOIN tariff_change c ON c.id = r.retaliation_id
JOIN tariff_change m ON m.id = r.measure_id
ORDER BY r.lag, r.retaliation_id
