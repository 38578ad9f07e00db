-- Names, details and sightings of what was stored before there were tables for them. Stores wait meanwhile; so locked, the two can't deadlock.
LOCK TABLE statement, tariff_change IN SHARE ROW EXCLUSIVE MODE;

INSERT INTO speaker (id, name, side)
SELECT DISTINCT ON (1) name_id(tidy(speaker), speaker_side), tidy(speaker), speaker_side
FROM statement WHERE tidy(speaker) IS NOT NULL
ON CONFLICT DO NOTHING;

INSERT INTO office (id, role, organization, side)
SELECT DISTINCT ON (1) office_id(tidy(speaker_role), tidy(organization), speaker_side), tidy(speaker_role), tidy(organization), speaker_side
FROM statement WHERE coalesce(tidy(speaker_role), tidy(organization)) IS NOT NULL
ON CONFLICT DO NOTHING;

UPDATE statement
SET speaker_id = name_id(tidy(speaker), speaker_side),
    office_id = office_id(tidy(speaker_role), tidy(organization), speaker_side)
WHERE speaker_id IS NULL AND office_id IS NULL AND coalesce(tidy(speaker), tidy(speaker_role), tidy(organization)) IS NOT NULL;

INSERT INTO instrument (name)
SELECT DISTINCT tidy(instrument) FROM tariff_change WHERE tidy(instrument) IS NOT NULL
ON CONFLICT DO NOTHING;
UPDATE tariff_change SET instrument_name = tidy(instrument) WHERE instrument_name IS NULL AND tidy(instrument) IS NOT NULL;

SELECT store_details(ARRAY(
    SELECT id FROM tariff_change t
    WHERE NOT EXISTS (SELECT FROM tariff_target d WHERE d.change_id = t.id) AND NOT EXISTS (SELECT FROM tariff_rate d WHERE d.change_id = t.id)
      AND NOT EXISTS (SELECT FROM tariff_product d WHERE d.change_id = t.id) AND NOT EXISTS (SELECT FROM tariff_hs d WHERE d.change_id = t.id)));

INSERT INTO sighting (item_id, story)
SELECT i.id, v.story FROM item i JOIN item_revision v ON v.item_id = i.id AND v.revision = i.revision WHERE v.story IS NOT NULL
ON CONFLICT DO NOTHING;

INSERT INTO classifier_version (classifier, lexicon, generation)
SELECT DISTINCT classifier, lexicon, generation FROM item_revision
ON CONFLICT DO NOTHING;
