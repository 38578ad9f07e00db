-- Which claims of a contact, talks or a deal did the other side claim, too?
-- asked by: a fact-check desk
-- arguments: since:time=2025-01-01
SELECT c.said_at::date AS said, c.person AS speaker, c.matter, c.words, o.said_at::date AS confirmed, o.person AS confirmed_by, o.words AS confirmation
FROM confirmations k
JOIN statements c ON c.id = k.claim_id
JOIN statements o ON o.id = k.confirmation_id
WHERE c.said_at >= $1::timestamptz AND (o.said_at, o.id) > (c.said_at, c.id)
ORDER BY c.said_at, c.id, o.said_at, o.id
