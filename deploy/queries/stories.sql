-- Which stories came in from several sources, and who had them first?
-- asked by: a fact-check desk
SELECT story, items, first_source, seen_in, first_seen, last_seen - first_seen AS until_last
FROM stories
WHERE sources > 1
ORDER BY first_seen, story
