-- What has this person said that others deny?
-- asked by: a fact-check desk
-- arguments: speaker...=Trump
SELECT matter, claim, count(DISTINCT (coalesce(denied_for, denied_by), denied_at::date)) AS denials, count(*) AS reports, min(denied_at)::date AS first_denied, string_agg(DISTINCT denied_by, ', ') AS by, left(claim_id, 8) AS id
FROM claims_and_denials
WHERE strpos(lower(claimed_by), lower($1)) > 0
GROUP BY matter, claim_id, claim
ORDER BY denials DESC, reports DESC, first_denied, claim_id
