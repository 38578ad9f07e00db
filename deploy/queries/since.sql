-- What came into the tables or went out of them since I last looked, however old what it tells?
-- asked by: a trade analyst
-- arguments: since:time=yesterday
SELECT stored_at::date AS stored, concat_ws(': ', change, why) AS change, said_at::date AS said, type, who, about, words, left(id, 8) AS id
FROM changed_since($1::timestamptz)
ORDER BY stored_at, said_at, type, who, words, about
