-- Who is contradicted most, and on what?
-- asked by: a fact-check desk
SELECT speaker, speaker_side AS for, matter, claims, denials, reports
FROM denied_most
ORDER BY denials DESC, reports DESC, speaker, matter
