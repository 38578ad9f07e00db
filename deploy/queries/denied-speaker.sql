-- What has this person said that others deny?
-- asked by: a fact-check desk
-- arguments: speaker...=Trump
SELECT matter, claim, count(*) AS denials, min(denied_at)::date AS first_denied, string_agg(DISTINCT denied_by, ', ') AS by, left(claim_id, 8) AS id
FROM claims_and_denials
WHERE claimed_by ILIKE '%' || $1 || '%'
GROUP BY matter, claim_id, claim
ORDER BY denials DESC, first_denied, claim_id
