-- What touches a heading or chapter of the Harmonized System?
-- asked by: an importer's compliance officer
-- arguments: heading=85
SELECT coalesce(effective, said_at::date) AS day, imposer, targets, action, products, hs, hs_stated AS stated
FROM tariff_change
WHERE EXISTS (SELECT FROM unnest(hs) AS h WHERE replace(h, '.', '') LIKE replace($1, '.', '') || '%')
ORDER BY day, id
