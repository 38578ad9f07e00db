-- Who is contradicted most, and on what?
-- asked by: a fact-check desk
SELECT speaker, speaker_side AS for, matter, claims, denials
FROM denied_most
ORDER BY denials DESC, speaker, matter
