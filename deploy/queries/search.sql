-- Which items speak of something, and where?
-- asked by: a fact-check desk
-- arguments: words...=tariff
SELECT published::date AS published, source, title, snippet, url
FROM search_items($1)
