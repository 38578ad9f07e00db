-- Items and their revisions, what was read out of them, and how far each topic has been read.
-- Text is stored once, in item_revision; evidence is byte ranges of it.

CREATE TABLE source (
    id text PRIMARY KEY,
    name text,
    country text,
    tier text,
    state text NOT NULL,
    reason text,
    since timestamptz,
    last_success timestamptz,
    last_new_item timestamptz,
    next_poll timestamptz,
    details jsonb NOT NULL
);
COMMENT ON TABLE source IS 'What the poller last said of each source (topic gainsay.sources)';
COMMENT ON COLUMN source.id IS 'Section name in sources.conf';
COMMENT ON COLUMN source.name IS 'Name for people';
COMMENT ON COLUMN source.country IS 'ISO 3166-1 alpha-2, EU or WTO';
COMMENT ON COLUMN source.tier IS 'ministry, agency, government, wire, newspaper or social';
COMMENT ON COLUMN source.state IS 'ok, backing_off, limited, blocked, degraded, silent or moved';
COMMENT ON COLUMN source.reason IS 'Why it is in that state';
COMMENT ON COLUMN source.since IS 'Since when it is in that state';
COMMENT ON COLUMN source.last_success IS 'Last answer that could be read';
COMMENT ON COLUMN source.last_new_item IS 'Last time an entry was new';
COMMENT ON COLUMN source.next_poll IS 'When the poller means to ask again';
COMMENT ON COLUMN source.details IS 'The whole message';

CREATE TABLE item (
    id text PRIMARY KEY,
    source text NOT NULL,
    guid text NOT NULL,
    first_seen timestamptz NOT NULL,
    revision text NOT NULL,
    applied text NOT NULL DEFAULT ''
);
COMMENT ON TABLE item IS 'One press release, article, transcript or post';
COMMENT ON COLUMN item.id IS 'Derived from source and guid: the same for ever';
COMMENT ON COLUMN item.source IS 'Source that it came from';
COMMENT ON COLUMN item.guid IS 'The source''s own id of the entry, or its URL';
COMMENT ON COLUMN item.first_seen IS 'Earliest time at which any revision was fetched';
COMMENT ON COLUMN item.revision IS 'Current revision: the one fetched last';
COMMENT ON COLUMN item.applied IS 'Digest of what the rows of statement and tariff_change were made from';

CREATE TABLE item_revision (
    item_id text NOT NULL REFERENCES item ON DELETE CASCADE,
    revision text NOT NULL,
    fetched timestamptz NOT NULL,
    story text,
    kind text,
    country text,
    lang text NOT NULL,
    url text,
    title text NOT NULL,
    summary text,
    text text COMPRESSION lz4 NOT NULL,
    author text,
    published timestamptz,
    published_raw text,
    published_precision text,
    published_from text NOT NULL CHECK (published_from IN ('feed', 'page', 'url', 'none')),
    updated timestamptz,
    digest text NOT NULL,
    classifier text NOT NULL,
    lexicon text NOT NULL,
    generation bigint NOT NULL,
    classified boolean NOT NULL,
    records jsonb COMPRESSION lz4 NOT NULL,
    PRIMARY KEY (item_id, revision)
);
COMMENT ON TABLE item_revision IS 'An item as it read at one time, and the result of classifying that';
COMMENT ON COLUMN item_revision.item_id IS 'The item';
COMMENT ON COLUMN item_revision.revision IS 'Derived from title and text';
COMMENT ON COLUMN item_revision.fetched IS 'Last time it was fetched in this form';
COMMENT ON COLUMN item_revision.story IS 'Key shared by copies of one story in several sources';
COMMENT ON COLUMN item_revision.kind IS 'ministry, agency, wire, newspaper, social or government';
COMMENT ON COLUMN item_revision.country IS 'Country of the source';
COMMENT ON COLUMN item_revision.lang IS 'BCP 47 tag';
COMMENT ON COLUMN item_revision.url IS 'Where to read it';
COMMENT ON COLUMN item_revision.title IS 'Headline';
COMMENT ON COLUMN item_revision.summary IS 'The feed''s own summary';
COMMENT ON COLUMN item_revision.text IS 'Plain text; evidence is byte ranges of its UTF-8 form';
COMMENT ON COLUMN item_revision.author IS 'By-line';
COMMENT ON COLUMN item_revision.published IS 'When it was published; null where the source gives no possible date';
COMMENT ON COLUMN item_revision.published_raw IS 'The date as the source wrote it';
COMMENT ON COLUMN item_revision.published_precision IS 'second, minute, day or month';
COMMENT ON COLUMN item_revision.published_from IS 'Where the date was found';
COMMENT ON COLUMN item_revision.updated IS 'When the source says it changed it';
COMMENT ON COLUMN item_revision.digest IS 'Settles which of two messages fetched at once is kept';
COMMENT ON COLUMN item_revision.classifier IS 'Version of the rules';
COMMENT ON COLUMN item_revision.lexicon IS 'Digest of the lexicon';
COMMENT ON COLUMN item_revision.generation IS 'Raised by the operator with every new version or lexicon; the greatest wins';
COMMENT ON COLUMN item_revision.classified IS 'False where there is no lexicon for the language';
COMMENT ON COLUMN item_revision.records IS 'The records as the message has them';

CREATE INDEX item_revision_published ON item_revision (published);
COMMENT ON INDEX item_revision_published IS 'What was said between two dates';

CREATE TABLE statement (
    id text PRIMARY KEY,
    item_id text NOT NULL,
    revision text NOT NULL,
    type text NOT NULL CHECK (type IN ('claim', 'denial')),
    speaker text,
    speaker_side text,
    speaker_role text,
    organization text,
    matter text NOT NULL CHECK (matter IN ('contact', 'talks', 'deal', 'tariff_level', 'tariff_plan',
                                           'trade_conduct', 'trade_effect')),
    family smallint NOT NULL,
    parties text[] NOT NULL,
    denies text,
    denies_side text,
    denial_kind text,
    initiator text,
    event_date date,
    from_question boolean NOT NULL,
    certainty text,
    temporality text NOT NULL,
    said_at timestamptz NOT NULL,
    evidence int4range[] NOT NULL,
    rules text,
    confidence real NOT NULL CHECK (confidence BETWEEN 0 AND 1),
    CHECK (type = 'denial' OR (denies IS NULL AND denies_side IS NULL AND denial_kind IS NULL)),
    FOREIGN KEY (item_id, revision) REFERENCES item_revision ON DELETE CASCADE
);
COMMENT ON TABLE statement IS 'What somebody said: a claim, or a denial of one; of current revisions only';
COMMENT ON COLUMN statement.id IS 'Derived from item, evidence and slots: stable under replay';
COMMENT ON COLUMN statement.item_id IS 'Item that reports it';
COMMENT ON COLUMN statement.revision IS 'Revision of the item';
COMMENT ON COLUMN statement.type IS 'claim or denial';
COMMENT ON COLUMN statement.speaker IS 'As named in the text';
COMMENT ON COLUMN statement.speaker_side IS 'Country spoken for, EU or WTO';
COMMENT ON COLUMN statement.speaker_role IS 'head_of_state, minister, spokesperson, agency, company, ...';
COMMENT ON COLUMN statement.organization IS 'Body spoken for';
COMMENT ON COLUMN statement.matter IS 'What it is about; of a denial, what the denied statement was about';
COMMENT ON COLUMN statement.family IS 'Matters that can contradict each other share it';
COMMENT ON COLUMN statement.parties IS 'Countries and blocs it is about';
COMMENT ON COLUMN statement.denies IS 'Speaker contradicted, where the denial names one';
COMMENT ON COLUMN statement.denies_side IS 'Country that speaker speaks for';
COMMENT ON COLUMN statement.denial_kind IS 'flat or falsehood';
COMMENT ON COLUMN statement.initiator IS 'Who is said to have called or asked';
COMMENT ON COLUMN statement.event_date IS 'Date of the asserted event';
COMMENT ON COLUMN statement.from_question IS 'Stated by a reporter about the speaker';
COMMENT ON COLUMN statement.certainty IS 'certain, probable or possible';
COMMENT ON COLUMN statement.temporality IS 'current, background, future or hypothetical';
COMMENT ON COLUMN statement.said_at IS 'When the item was published, else first seen';
COMMENT ON COLUMN statement.evidence IS 'Byte ranges of the revision''s text';
COMMENT ON COLUMN statement.rules IS 'Rules that made it';
COMMENT ON COLUMN statement.confidence IS '0 to 1';
CREATE INDEX statement_candidates ON statement (family, type, said_at);
COMMENT ON INDEX statement_candidates IS 'Candidates for a contradiction: same family, other type, near in time';
CREATE INDEX statement_item ON statement (item_id);
COMMENT ON INDEX statement_item IS 'Replacing the records of an item';

CREATE TABLE tariff_change (
    id text PRIMARY KEY,
    item_id text NOT NULL,
    revision text NOT NULL,
    imposer text,
    targets text[] NOT NULL,
    excluded text[] NOT NULL,
    products text,
    hs text[] NOT NULL,
    hs_stated boolean NOT NULL,
    action text NOT NULL CHECK (action IN ('impose', 'raise', 'lower', 'suspend', 'exempt', 'extend', 'remove')),
    status text NOT NULL CHECK (status IN ('in_force', 'announced', 'proposed', 'threatened')),
    rate numeric,
    rate_from numeric,
    rate_points numeric,
    rate_operator text NOT NULL CHECK (rate_operator IN ('eq', 'le', 'ge', 'about', 'range')),
    effective date,
    expires date,
    announced date,
    instrument text,
    value_basis text,
    exempt_from text,
    condition text,
    retaliation boolean NOT NULL,
    certainty text,
    temporality text NOT NULL,
    said_at timestamptz NOT NULL,
    evidence int4range[] NOT NULL,
    rules text,
    confidence real NOT NULL CHECK (confidence BETWEEN 0 AND 1),
    FOREIGN KEY (item_id, revision) REFERENCES item_revision ON DELETE CASCADE
);
COMMENT ON TABLE tariff_change IS 'What a government is said to do with a duty; of current revisions only';
COMMENT ON COLUMN tariff_change.id IS 'Derived from item, evidence and slots: stable under replay';
COMMENT ON COLUMN tariff_change.item_id IS 'Item that reports it';
COMMENT ON COLUMN tariff_change.revision IS 'Revision of the item';
COMMENT ON COLUMN tariff_change.imposer IS 'Country or bloc whose customs collect the duty';
COMMENT ON COLUMN tariff_change.targets IS 'Countries whose goods it falls on; {*} for all';
COMMENT ON COLUMN tariff_change.excluded IS 'Countries left out of {*}';
COMMENT ON COLUMN tariff_change.products IS 'As the text names them';
COMMENT ON COLUMN tariff_change.hs IS 'Harmonized System headings or chapters';
COMMENT ON COLUMN tariff_change.hs_stated IS 'Whether the text states them; otherwise they follow from the product';
COMMENT ON COLUMN tariff_change.action IS 'What is done to the duty';
COMMENT ON COLUMN tariff_change.status IS 'How far it has come';
COMMENT ON COLUMN tariff_change.rate IS 'New ad valorem rate in percent; null where none is stated';
COMMENT ON COLUMN tariff_change.rate_from IS 'Earlier rate in percent';
COMMENT ON COLUMN tariff_change.rate_points IS 'Change in percentage points where only that is stated';
COMMENT ON COLUMN tariff_change.rate_operator IS 'eq, le (up to), ge (at least), about or range (upper end)';
COMMENT ON COLUMN tariff_change.effective IS 'First day it applies';
COMMENT ON COLUMN tariff_change.expires IS 'Day it ends';
COMMENT ON COLUMN tariff_change.announced IS 'Day it was announced or signed';
COMMENT ON COLUMN tariff_change.instrument IS 'Legal instrument';
COMMENT ON COLUMN tariff_change.value_basis IS 'What the percentage is of, where not of the customs value';
COMMENT ON COLUMN tariff_change.exempt_from IS 'The duty that an exemption is from';
COMMENT ON COLUMN tariff_change.condition IS 'Condition of a threat';
COMMENT ON COLUMN tariff_change.retaliation IS 'Said to answer another''s measure';
COMMENT ON COLUMN tariff_change.certainty IS 'certain, probable or possible';
COMMENT ON COLUMN tariff_change.temporality IS 'current, background, future or hypothetical';
COMMENT ON COLUMN tariff_change.said_at IS 'When the item was published, else first seen';
COMMENT ON COLUMN tariff_change.evidence IS 'Byte ranges of the revision''s text';
COMMENT ON COLUMN tariff_change.rules IS 'Rules that made it';
COMMENT ON COLUMN tariff_change.confidence IS '0 to 1';
CREATE INDEX tariff_change_pair ON tariff_change (imposer, said_at);
COMMENT ON INDEX tariff_change_pair IS 'Timeline of an imposer';
CREATE INDEX tariff_change_item ON tariff_change (item_id);
COMMENT ON INDEX tariff_change_item IS 'Replacing the records of an item';

CREATE TABLE contradiction (
    denial_id text NOT NULL REFERENCES statement ON DELETE CASCADE,
    claim_id text NOT NULL REFERENCES statement ON DELETE CASCADE,
    score real NOT NULL CHECK (score BETWEEN 0 AND 1),
    reasons text NOT NULL,
    PRIMARY KEY (denial_id, claim_id)
);
COMMENT ON TABLE contradiction IS 'The denial contradicts the claim';
COMMENT ON COLUMN contradiction.denial_id IS 'The denial';
COMMENT ON COLUMN contradiction.claim_id IS 'The claim';
COMMENT ON COLUMN contradiction.score IS 'How sure the linker is';
COMMENT ON COLUMN contradiction.reasons IS 'What it went by';
CREATE INDEX contradiction_claim ON contradiction (claim_id);
COMMENT ON INDEX contradiction_claim IS 'Who denies a claim';

CREATE TABLE kafka_offset (
    consumer text NOT NULL,
    topic text NOT NULL,
    partition integer NOT NULL,
    next_offset bigint NOT NULL CHECK (next_offset >= 0),
    PRIMARY KEY (consumer, topic, partition)
);
COMMENT ON TABLE kafka_offset IS 'How far the store has read; moves in the transaction that writes the rows';
COMMENT ON COLUMN kafka_offset.consumer IS 'Consumer group';
COMMENT ON COLUMN kafka_offset.topic IS 'Kafka topic';
COMMENT ON COLUMN kafka_offset.partition IS 'Partition of the topic';
COMMENT ON COLUMN kafka_offset.next_offset IS 'First offset that is not in the tables yet';

CREATE TABLE dead_letter (
    service text NOT NULL,
    topic text NOT NULL,
    partition integer NOT NULL,
    "offset" bigint NOT NULL,
    key text,
    value bytea NOT NULL,
    error_class text NOT NULL,
    error text NOT NULL,
    PRIMARY KEY (service, topic, partition, "offset")
);
COMMENT ON TABLE dead_letter IS 'Messages of the records topic that the store could not take';
COMMENT ON COLUMN dead_letter.service IS 'Service that gave it up';
COMMENT ON COLUMN dead_letter.topic IS 'Topic it came from';
COMMENT ON COLUMN dead_letter.partition IS 'Partition it came from';
COMMENT ON COLUMN dead_letter."offset" IS 'Offset it came from';
COMMENT ON COLUMN dead_letter.key IS 'Key of the message, where it is text';
COMMENT ON COLUMN dead_letter.value IS 'The original bytes';
COMMENT ON COLUMN dead_letter.error_class IS 'bad-input or too-large';
COMMENT ON COLUMN dead_letter.error IS 'What is wrong with it';
