-- Who speaks for a country, in which offices, and how often are they contradicted?
-- asked by: a fact-check desk
-- arguments: side:country=US
SELECT name, offices, claims, denials, denied, first_said::date AS first, last_said::date AS last
FROM speakers
WHERE side = $1
ORDER BY claims + denials DESC, name
