-- Which records that we may have quoted are gone, and why?
-- asked by: a fact-check desk
-- arguments: since:time=yesterday
SELECT withdrawn_at::date AS withdrawn, why, type, who, about, words, said_at::date AS said, url, left(record_id, 8) AS id
FROM withdrawals
WHERE withdrawn_at >= $1::timestamptz AND NOT is_back
ORDER BY withdrawn_at, record_id
