-- Which claims were denied, by whom, and in what words?
-- asked by: a fact-check desk
-- arguments: since:time=2025-01-01
SELECT claimed_at::date AS claimed, claimed_by AS by, claim, denied_at::date AS denied, denied_by, denial, claim_url, denial_url
FROM claims_and_denials
WHERE denied_at >= $1::timestamptz
ORDER BY claimed_at, denied_at, claim_id, denial_id
