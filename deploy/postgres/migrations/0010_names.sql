-- Who speaks, in which office, of what matter; which goods, codes, instruments and rates a change names; where else a story was seen;
-- which rules and services wrote here. The columns that the first tables have stay, so that a store of the version before goes on.
--
-- Ids of names are derived from the names, so that a table made anew has the same ones. Names are kept when nothing refers to them any
-- more, but for those of an item that is taken down. A name is cut at 200 characters: an index can't hold a text of any length.

CREATE TABLE matter (
    name text PRIMARY KEY,
    family smallint NOT NULL CHECK (family BETWEEN 1 AND 4),
    meaning text NOT NULL
);
COMMENT ON TABLE matter IS 'What a statement can be about';
COMMENT ON COLUMN matter.name IS 'As the records have it';
COMMENT ON COLUMN matter.family IS 'Matters that can contradict each other share it';
COMMENT ON COLUMN matter.meaning IS 'In words';
INSERT INTO matter (name, family, meaning)
SELECT name, matter_family(name), meaning
FROM (VALUES ('contact', 'a call, letter or meeting, or that there was none'),
             ('talks', 'that negotiations are held, or are not'),
             ('deal', 'an agreement, its terms, or that there is none'),
             ('tariff_level', 'how high a duty is'),
             ('tariff_plan', 'what is planned with a duty'),
             ('trade_conduct', 'how a country trades: dumping, subsidies, barriers, broken promises'),
             ('trade_effect', 'who pays, gains or loses by duties and trade')) AS matters (name, meaning);

CREATE TABLE speaker (
    id uuid PRIMARY KEY,
    name text NOT NULL CHECK (name <> ''),
    side text
);
COMMENT ON TABLE speaker IS 'People and bodies that say something, one row for each name and side';
COMMENT ON COLUMN speaker.id IS 'Derived from name and side';
COMMENT ON COLUMN speaker.name IS 'As the classifier names them';
COMMENT ON COLUMN speaker.side IS 'Country spoken for, EU or WTO; null for none';
CREATE INDEX speaker_name ON speaker (lower(name));
COMMENT ON INDEX speaker_name IS 'A speaker is asked for by name';

CREATE TABLE office (
    id uuid PRIMARY KEY,
    role text,
    organization text,
    side text,
    CHECK (role IS NOT NULL OR organization IS NOT NULL)
);
COMMENT ON TABLE office IS 'What speakers speak as: a role, a body, or a role in a body, of one side';
COMMENT ON COLUMN office.id IS 'Derived from the other columns';
COMMENT ON COLUMN office.role IS 'head, minister, spokesperson, official, office, lawmaker, company, body, analyst, ...';
COMMENT ON COLUMN office.organization IS 'Body spoken for, where the text names one';
COMMENT ON COLUMN office.side IS 'Country spoken for, EU or WTO; null for none';

ALTER TABLE statement
    ADD COLUMN speaker_id uuid REFERENCES speaker,
    ADD COLUMN office_id uuid REFERENCES office,
    ADD COLUMN stored_at timestamptz NOT NULL DEFAULT now(),
    ADD FOREIGN KEY (matter) REFERENCES matter;
COMMENT ON COLUMN statement.speaker_id IS 'Who speaks; null where the text names nobody';
COMMENT ON COLUMN statement.office_id IS 'What they speak as; null where the text does not say';
COMMENT ON COLUMN statement.stored_at IS 'When this row was written: it is new, or says something else than before';
CREATE INDEX statement_speaker ON statement (speaker_id, said_at);
COMMENT ON INDEX statement_speaker IS 'What somebody said, and whether anybody still refers to a speaker';
CREATE INDEX statement_stored ON statement (stored_at);
COMMENT ON INDEX statement_stored IS 'What changed since a time';
-- A list of any length can't be a key; its hash can.
CREATE INDEX statement_agreement ON statement (matter, hash_array(parties), said_at) WHERE type = 'claim';
COMMENT ON INDEX statement_agreement IS 'Who else claims the same: same matter and parties, near in time';

CREATE TABLE instrument (
    name text PRIMARY KEY CHECK (name <> '')
);
COMMENT ON TABLE instrument IS 'Legal instruments that tariff changes rest on';
COMMENT ON COLUMN instrument.name IS 'Section 232, Executive Order 14257, anti-dumping, ...';

ALTER TABLE tariff_change
    ADD COLUMN instrument_name text REFERENCES instrument,
    ADD COLUMN stored_at timestamptz NOT NULL DEFAULT now();
COMMENT ON COLUMN tariff_change.instrument IS 'Legal instrument, as the text has it';
COMMENT ON COLUMN tariff_change.instrument_name IS 'Legal instrument, without the text''s line breaks';
COMMENT ON COLUMN tariff_change.stored_at IS 'When this row was written: it is new, or says something else than before';
CREATE INDEX tariff_change_stored ON tariff_change (stored_at);
COMMENT ON INDEX tariff_change_stored IS 'What changed since a time';
CREATE INDEX tariff_change_instrument ON tariff_change (instrument_name) WHERE instrument_name IS NOT NULL;
COMMENT ON INDEX tariff_change_instrument IS 'What rests on an instrument';

CREATE TABLE tariff_target (
    change_id text NOT NULL REFERENCES tariff_change ON DELETE CASCADE,
    target text NOT NULL CHECK (target ~ '^([A-Z]{2}|WTO|\*)$'),
    excluded boolean NOT NULL,
    PRIMARY KEY (change_id, target)
);
COMMENT ON TABLE tariff_target IS 'Whose goods a tariff change falls on, and whose are left out';
COMMENT ON COLUMN tariff_target.change_id IS 'The tariff change';
COMMENT ON COLUMN tariff_target.target IS 'ISO 3166-1 alpha-2, EU or WTO; * for all countries';
COMMENT ON COLUMN tariff_target.excluded IS 'Left out of *';
CREATE INDEX tariff_target_target ON tariff_target (target);
COMMENT ON INDEX tariff_target_target IS 'What falls on the goods of a country';

CREATE TABLE tariff_rate (
    change_id text NOT NULL REFERENCES tariff_change ON DELETE CASCADE,
    kind text NOT NULL CHECK (kind IN ('new', 'former', 'change')),
    value numeric NOT NULL,
    unit text NOT NULL CHECK (unit IN ('percent', 'points')),
    operator text NOT NULL CHECK (operator IN ('eq', 'le', 'ge', 'about', 'range')),
    PRIMARY KEY (change_id, kind),
    CHECK ((kind = 'change') = (unit = 'points'))
);
COMMENT ON TABLE tariff_rate IS 'Rates that a tariff change states, each of its kind';
COMMENT ON COLUMN tariff_rate.change_id IS 'The tariff change';
COMMENT ON COLUMN tariff_rate.kind IS 'new: the rate from now on; former: the one before; change: by how much, where only that is stated';
COMMENT ON COLUMN tariff_rate.value IS 'The number';
COMMENT ON COLUMN tariff_rate.unit IS 'percent of the value of the goods, or percentage points';
COMMENT ON COLUMN tariff_rate.operator IS 'eq, le (up to), ge (at least), about or range (upper end)';

CREATE TABLE product (
    name text PRIMARY KEY CHECK (name <> '')
);
COMMENT ON TABLE product IS 'Goods, as texts name them';
COMMENT ON COLUMN product.name IS 'In small letters; one name of an enumeration';

CREATE TABLE tariff_product (
    change_id text NOT NULL REFERENCES tariff_change ON DELETE CASCADE,
    product text NOT NULL REFERENCES product,
    PRIMARY KEY (change_id, product)
);
COMMENT ON TABLE tariff_product IS 'Goods that a tariff change names';
COMMENT ON COLUMN tariff_product.change_id IS 'The tariff change';
COMMENT ON COLUMN tariff_product.product IS 'The goods';
CREATE INDEX tariff_product_product ON tariff_product (product);
COMMENT ON INDEX tariff_product_product IS 'What is done to the duty on some goods';

CREATE TABLE hs_code (
    code text PRIMARY KEY CHECK (code ~ '^[0-9]{2}([0-9]{2}){0,4}$'),
    chapter text NOT NULL REFERENCES hs_code CHECK (chapter = left(code, 2)),
    title text CHECK ((title IS NOT NULL) = (code = chapter))
);
COMMENT ON TABLE hs_code IS 'Chapters of the Harmonized System, and the headings, subheadings and tariff lines that texts state';
COMMENT ON COLUMN hs_code.code IS 'Two to ten digits, without points';
COMMENT ON COLUMN hs_code.chapter IS 'Its chapter: the first two digits';
COMMENT ON COLUMN hs_code.title IS 'Of a chapter: what it has, in short and in our words; the legal text is longer';
CREATE INDEX hs_code_chapter ON hs_code (chapter);
COMMENT ON INDEX hs_code_chapter IS 'Codes of a chapter';

CREATE TABLE tariff_hs (
    change_id text NOT NULL REFERENCES tariff_change ON DELETE CASCADE,
    code text NOT NULL REFERENCES hs_code,
    stated boolean NOT NULL,
    PRIMARY KEY (change_id, code)
);
COMMENT ON TABLE tariff_hs IS 'Codes of the goods of a tariff change';
COMMENT ON COLUMN tariff_hs.change_id IS 'The tariff change';
COMMENT ON COLUMN tariff_hs.code IS 'The code';
COMMENT ON COLUMN tariff_hs.stated IS 'Whether the text states it; otherwise it is the chapter of a word for the goods';
CREATE INDEX tariff_hs_code ON tariff_hs (code text_pattern_ops);
COMMENT ON INDEX tariff_hs_code IS 'What touches a code, or all codes that begin with it';

CREATE TABLE sighting (
    item_id text PRIMARY KEY REFERENCES item ON DELETE CASCADE,
    story text NOT NULL
);
COMMENT ON TABLE sighting IS 'Items whose story can be told from its address: those with the same story are copies of one, seen in several sources';
COMMENT ON COLUMN sighting.item_id IS 'The item';
COMMENT ON COLUMN sighting.story IS 'Key of the story, of the current revision';
CREATE INDEX sighting_story ON sighting USING hash (story);
COMMENT ON INDEX sighting_story IS 'Copies of a story; an address may be longer than a key of another kind of index';

CREATE TABLE classifier_version (
    classifier text NOT NULL,
    lexicon text NOT NULL,
    generation bigint NOT NULL,
    first_stored timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (generation, classifier, lexicon)
);
COMMENT ON TABLE classifier_version IS 'Rules whose results were stored, kept or not. A revision names them; no foreign key holds it to that, for it would be looked up for every item';
COMMENT ON COLUMN classifier_version.classifier IS 'Version of the rules';
COMMENT ON COLUMN classifier_version.lexicon IS 'Digest of the lexicon';
COMMENT ON COLUMN classifier_version.generation IS 'As configured';
COMMENT ON COLUMN classifier_version.first_stored IS 'When its first result came';

CREATE TABLE service_version (
    service text NOT NULL,
    version text NOT NULL,
    first_seen timestamptz NOT NULL DEFAULT now(),
    last_seen timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (service, version)
);
COMMENT ON TABLE service_version IS 'Versions of the services that wrote to this database';
COMMENT ON COLUMN service_version.service IS 'Name of the program';
COMMENT ON COLUMN service_version.version IS 'Its version';
COMMENT ON COLUMN service_version.first_seen IS 'When it connected first';
COMMENT ON COLUMN service_version.last_seen IS 'When it connected last';

CREATE FUNCTION service_seen(service text, version text) RETURNS void
    LANGUAGE sql
BEGIN ATOMIC
    INSERT INTO service_version AS old (service, version) VALUES (service_seen.service, service_seen.version)
    ON CONFLICT (service, version) DO UPDATE SET last_seen = excluded.last_seen;
END;
COMMENT ON FUNCTION service_seen IS 'A service says which version it is when it connects';

GRANT SELECT ON matter, speaker, office, instrument, product, hs_code, tariff_target, tariff_rate, tariff_product, tariff_hs, sighting,
    classifier_version, service_version TO gainsay_reader, gainsay_writer;
GRANT INSERT ON speaker, office, instrument, product, hs_code, classifier_version TO gainsay_writer;
GRANT INSERT, UPDATE ON service_version TO gainsay_writer;
GRANT INSERT, UPDATE, DELETE ON tariff_target, tariff_rate, tariff_product, tariff_hs, sighting TO gainsay_writer;
