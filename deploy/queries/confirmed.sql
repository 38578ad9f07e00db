-- Which claims of a contact, talks or a deal did the other side claim, too?
-- asked by: a fact-check desk
SELECT c.said_at::date AS said, c.speaker, c.matter, c.words, o.said_at::date AS confirmed, o.speaker AS confirmed_by, o.words AS confirmation
FROM confirmations k
JOIN statements c ON c.id = k.claim_id
JOIN statements o ON o.id = k.confirmation_id
ORDER BY c.said_at, c.id, o.said_at, o.id
