-- Which pages were edited after we quoted them?
-- asked by: a fact-check desk
SELECT quoted_at::date AS quoted, type, words, edited_at::date AS edited, url
FROM revised_evidence
ORDER BY edited_at, item_id, words
