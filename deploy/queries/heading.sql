-- What touches a heading or chapter of the Harmonized System?
-- asked by: an importer's compliance officer
-- arguments: heading=85
SELECT coalesce(t.effective, t.said_at::date) AS day, t.imposer, t.targets, t.action, h.code, c.title AS chapter, h.stated
FROM tariff_hs h
JOIN tariff_change t ON t.id = h.change_id
JOIN hs_code k ON k.code = h.code
JOIN hs_code c ON c.code = k.chapter
WHERE h.code LIKE replace($1, '.', '') || '%'
ORDER BY day, t.id, h.code
