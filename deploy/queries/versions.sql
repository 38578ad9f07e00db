-- By which rules were the tables made?
-- asked by: a fact-check desk
SELECT c.classifier, left(c.lexicon, 12) AS lexicon, c.generation, count(v.item_id) AS revisions
FROM classifier_version c
LEFT JOIN item_revision v ON v.classifier = c.classifier AND v.lexicon = c.lexicon AND v.generation = c.generation
GROUP BY c.classifier, c.lexicon, c.generation
ORDER BY c.generation, c.classifier, c.lexicon
