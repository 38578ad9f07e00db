-- What the cookbook of queries asks for beside the first views.

CREATE VIEW revised_evidence AS
SELECT DISTINCT i.id AS item_id, r ->> 'type' AS type, w.words, old.fetched AS quoted_at, new.fetched AS edited_at, new.title, new.url
FROM item i
JOIN item_revision new ON new.item_id = i.id AND new.revision = i.revision
JOIN item_revision old ON old.item_id = i.id AND old.revision <> i.revision
CROSS JOIN jsonb_array_elements(old.records) AS r
CROSS JOIN evidence_text(old.text, evidence_ranges(r -> 'evidence')) AS w (words)
WHERE position(w.words IN new.text) = 0;
COMMENT ON VIEW revised_evidence IS 'Words that we quoted and that the page no longer has';

DROP FUNCTION pauses_ending(integer);
CREATE FUNCTION pauses_ending(days integer, from_day date DEFAULT current_date) RETURNS SETOF tariff_changes
    LANGUAGE sql STABLE
BEGIN ATOMIC
    SELECT t.* FROM tariff_changes t
    WHERE t.action IN ('suspend', 'extend', 'exempt') AND t.expires BETWEEN from_day AND from_day + days
    ORDER BY t.expires, t.id;
END;
COMMENT ON FUNCTION pauses_ending IS 'Suspensions and exemptions that run out within so many days of a day (today)';

CREATE INDEX tariff_change_effective ON tariff_change (effective) WHERE effective IS NOT NULL;
COMMENT ON INDEX tariff_change_effective IS 'What takes effect from a day on';
CREATE INDEX tariff_change_expires ON tariff_change (expires) WHERE expires IS NOT NULL;
COMMENT ON INDEX tariff_change_expires IS 'What ends soon';
CREATE INDEX tariff_change_said ON tariff_change (said_at);
COMMENT ON INDEX tariff_change_said IS 'What is new since a time';
CREATE INDEX statement_said ON statement (said_at);
COMMENT ON INDEX statement_said IS 'What is new since a time';
GRANT SELECT ON revised_evidence TO gainsay_reader, gainsay_writer;

COMMENT ON COLUMN source.state IS 'ok, backing_off, limited, blocked, untrusted, moved, degraded, silent, stale, overrun or unsteady';
