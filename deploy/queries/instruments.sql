-- On which legal instruments do changes rest?
-- asked by: an importer's compliance officer
SELECT n.name AS instrument, t.imposer, count(*) AS changes, min(t.said_at)::date AS first, max(t.said_at)::date AS last,
       array_agg(DISTINCT t.action) AS actions
FROM instrument n
JOIN tariff_change t ON t.instrument_name = n.name
GROUP BY n.name, t.imposer
ORDER BY changes DESC, instrument, t.imposer
