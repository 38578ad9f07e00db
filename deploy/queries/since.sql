-- What is new since I last looked?
-- asked by: a trade analyst
-- arguments: since=2025-04-29
SELECT said_at::date AS said, type, who, words
FROM changed_since($1::timestamptz)
ORDER BY said_at, type, who, words
