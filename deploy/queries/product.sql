-- What is said of a product?
-- asked by: an importer's compliance officer
-- arguments: word=semiconductors
SELECT coalesce(effective, said_at::date) AS day, imposer, targets, action, trim_scale(rate) AS rate, products, url
FROM tariff_changes
WHERE products ILIKE '%' || $1 || '%' OR words ILIKE '%' || $1 || '%'
ORDER BY day, id
