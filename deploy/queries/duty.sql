-- What does a country collect today on these goods of another (a word, or a code of the Harmonized System), with its evidence?
-- asked by: an importer's compliance officer
-- arguments: imposer:country=US target:country=CN goods...=smartphones
SELECT t.target, t.product, t.standing, rate_words(t.rate, t.rate_operator, t.rate_points) AS rate, t.effective, t.expires, t.status, t.instrument, t.words, t.url
FROM tariffs_in_force(current_date) AS t
WHERE t.imposer = $1 AND (t.target = $2 OR (t.target = '*' AND NOT $2 = ANY (t.excluded)))
  AND (strpos(lower(t.product), lower($3)) > 0 OR coalesce(t.product, 'all goods') = 'all goods'
       OR EXISTS (SELECT FROM tariff_hs h WHERE h.change_id = t.id AND replace($3, '.', '') ~ '^[0-9]+$'
                    AND (h.code LIKE replace($3, '.', '') || '%' OR replace($3, '.', '') LIKE h.code || '%')))
ORDER BY t.target DESC, t.product, t.standing, t.id
