-- Which chapters of the Harmonized System do changes touch most?
-- asked by: a trade analyst
-- arguments: since:time=2025-01-01
SELECT c.code AS chapter, c.title, count(DISTINCT t.id) AS changes,
       count(DISTINCT t.id) FILTER (WHERE t.action IN ('impose', 'raise')) AS up, string_agg(DISTINCT t.imposer, ' ') AS imposers
FROM tariff_hs h
JOIN hs_code k ON k.code = h.code
JOIN hs_code c ON c.code = k.chapter
JOIN tariff_change t ON t.id = h.change_id
WHERE t.said_at >= $1::timestamptz
GROUP BY c.code, c.title
ORDER BY changes DESC, chapter
