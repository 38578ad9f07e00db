-- What is said of a product?
-- asked by: an importer's compliance officer
-- arguments: word...=semiconductors
SELECT coalesce(effective, said_at::date) AS day, imposer, targets, action, rate_words(rate, rate_operator, rate_points) AS rate, goods AS products, url
FROM tariff_changes
WHERE id IN (SELECT change_id FROM tariff_product WHERE strpos(lower(product), lower($1)) > 0)
   OR (item_id IN (SELECT item_id FROM item_words w
                   WHERE (w.config = 'english'::regconfig AND w.words @@ websearch_to_tsquery('english', $1))
                      OR (w.config = 'simple'::regconfig AND w.words @@ websearch_to_tsquery('simple', $1))) AND strpos(lower(words), lower($1)) > 0)
ORDER BY day, id
