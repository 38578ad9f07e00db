-- Where does a record come from: its words, its page, the rules that made it?
-- asked by: a fact-check desk
-- arguments: id=7899c821a11c498f6b5fa436e5c1fcb1
SELECT id, 'tariff_change' AS type, words, url, source, said_at, rules, confidence FROM tariff_changes WHERE id = $1
UNION ALL
SELECT id, type, words, url, source, said_at, rules, confidence FROM statements WHERE id = $1
