-- What touches a heading or chapter of the Harmonized System, or the whole that it is part of?
-- asked by: an importer's compliance officer
-- arguments: heading:heading=85
SELECT coalesce(t.effective, t.said_at::date) AS day, t.imposer, t.targets, t.action, rate_words(t.rate, t.rate_operator, t.rate_points) AS rate,
       goods_words(t.products, t.targets) AS products, h.code, h.stated
FROM tariff_hs h
JOIN tariff_change t ON t.id = h.change_id
WHERE h.code LIKE replace($1, '.', '') || '%'
   OR h.code IN (left(replace($1, '.', ''), 2), left(replace($1, '.', ''), 4), left(replace($1, '.', ''), 6))
ORDER BY day, t.id, h.code
