-- What is new in the tables since I last looked, however old what it tells?
-- asked by: a trade analyst
-- arguments: since=2025-04-29
SELECT stored_at::date AS stored, said_at::date AS said, type, who, words
FROM changed_since($1::timestamptz)
ORDER BY stored_at, said_at, type, who, words
