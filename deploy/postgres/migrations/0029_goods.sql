-- "Chinese goods", "goods of China" and "all goods" are one thing where a duty falls on China. To know that, and which country somebody asks for,
-- the tables have the countries' names.

CREATE TABLE country (
    code text PRIMARY KEY CHECK (code ~ '^([A-Z]{2}|WTO)$'),
    name text NOT NULL
);
COMMENT ON TABLE country IS 'Countries and blocs that records speak of; add a row for one that a lexicon of your own has';
COMMENT ON COLUMN country.code IS 'ISO 3166-1 alpha-2, EU or WTO, as in imposer, targets and sides';
COMMENT ON COLUMN country.name IS 'Name to show';
CREATE TABLE country_name (
    name text PRIMARY KEY CHECK (name = lower(name)),
    code text NOT NULL REFERENCES country
);
COMMENT ON TABLE country_name IS 'What countries, their people and their goods are called';
COMMENT ON COLUMN country_name.name IS 'In small letters without stops: usa, american';
COMMENT ON COLUMN country_name.code IS 'Whose name it is';
CREATE TEMP TABLE told (code text, name text, names text) ON COMMIT DROP;
INSERT INTO told VALUES
    ('AF', 'Afghanistan', 'afghanistan|afghan|afghans'), ('AL', 'Albania', 'albania|albanian|albanians'),
    ('DZ', 'Algeria', 'algeria|algerian|algerians'), ('AD', 'Andorra', 'andorra|andorran'), ('AO', 'Angola', 'angola|angolan|angolans'),
    ('AG', 'Antigua and Barbuda', 'antigua and barbuda|antiguan'),
    ('AR', 'Argentina', 'argentina|argentine republic|argentine|argentinian|argentines|argentinians'),
    ('AM', 'Armenia', 'armenia|armenian|armenians'),
    ('AU', 'Australia', 'australia|commonwealth of australia|australian|australians|aussie'),
    ('AT', 'Austria', 'austria|austrian|austrians'), ('AZ', 'Azerbaijan', 'azerbaijan|azerbaijani|azeri'),
    ('BS', 'Bahamas', 'bahamas|bahamian'), ('BH', 'Bahrain', 'bahrain|bahraini'),
    ('BD', 'Bangladesh', 'bangladesh|bangladeshi|bangladeshis'), ('BB', 'Barbados', 'barbados|barbadian'),
    ('BY', 'Belarus', 'belarus|belarusian|belarusians'), ('BE', 'Belgium', 'belgium|belgian|belgians'), ('BZ', 'Belize', 'belize|belizean'),
    ('BJ', 'Benin', 'benin|beninese'), ('BT', 'Bhutan', 'bhutan|bhutanese'), ('BO', 'Bolivia', 'bolivia|bolivian|bolivians'),
    ('BA', 'Bosnia and Herzegovina', 'bosnia and herzegovina|bosnia|bosnian|bosnians'), ('BW', 'Botswana', 'botswana|botswanan|batswana'),
    ('BR', 'Brazil', 'brazil|brazilian|brazilians'), ('BN', 'Brunei', 'brunei|brunei darussalam|bruneian'),
    ('BG', 'Bulgaria', 'bulgaria|bulgarian|bulgarians'), ('BF', 'Burkina Faso', 'burkina faso|burkinabe'),
    ('BI', 'Burundi', 'burundi|burundian'), ('KH', 'Cambodia', 'cambodia|kingdom of cambodia|cambodian|cambodians|khmer'),
    ('CM', 'Cameroon', 'cameroon|cameroonian'), ('CA', 'Canada', 'canada|canadian|canadians'),
    ('CV', 'Cape Verde', 'cape verde|cabo verde|cape verdean'),
    ('CF', 'Central African Republic', 'central african republic|central african'), ('TD', 'Chad', 'chad|chadian'),
    ('CL', 'Chile', 'chile|chilean|chileans'),
    ('CN', 'China', 'china|people''s republic of china|mainland china|chinese mainland|mainland of china|chinese|sino|prc'),
    ('CO', 'Colombia', 'colombia|colombian|colombians'), ('KM', 'Comoros', 'comoros|comorian'),
    ('CD', 'Democratic Republic of the Congo', 'democratic republic of the congo|dr congo|drc|congo|congolese'),
    ('CG', 'Republic of the Congo', 'republic of the congo'), ('CR', 'Costa Rica', 'costa rica|costa rican|costa ricans'),
    ('CI', 'Ivory Coast', 'ivory coast|cote d''ivoire|ivorian|ivorians'), ('HR', 'Croatia', 'croatia|croatian|croatians|croat'),
    ('CU', 'Cuba', 'cuba|cuban|cubans'), ('CY', 'Cyprus', 'cyprus|cypriot|cypriots'),
    ('CZ', 'Czech Republic', 'czech republic|czechia|czech|czechs'), ('DK', 'Denmark', 'denmark|danish|danes|dane'),
    ('DJ', 'Djibouti', 'djibouti|djiboutian'), ('DM', 'Dominica', 'dominica'),
    ('DO', 'Dominican Republic', 'dominican republic|dominican|dominicans'),
    ('EC', 'Ecuador', 'ecuador|republic of ecuador|ecuadorian|ecuadorean|ecuadorians'), ('EG', 'Egypt', 'egypt|egyptian|egyptians'),
    ('SV', 'El Salvador', 'el salvador|salvadoran|salvadorans|salvadorean'), ('GQ', 'Equatorial Guinea', 'equatorial guinea|equatoguinean'),
    ('ER', 'Eritrea', 'eritrea|eritrean'), ('EE', 'Estonia', 'estonia|estonian|estonians'), ('SZ', 'Eswatini', 'eswatini|swaziland|swazi'),
    ('ET', 'Ethiopia', 'ethiopia|ethiopian|ethiopians'), ('FJ', 'Fiji', 'fiji|fijian|fijians'),
    ('FI', 'Finland', 'finland|finnish|finns|finn'), ('FR', 'France', 'france|french republic|french'), ('GA', 'Gabon', 'gabon|gabonese'),
    ('GM', 'Gambia', 'gambia|gambian'), ('GE', 'Republic of Georgia', 'republic of georgia|georgian|georgians'),
    ('DE', 'Germany', 'germany|federal republic of germany|german|germans'), ('GH', 'Ghana', 'ghana|ghanaian|ghanaians'),
    ('GR', 'Greece', 'greece|hellenic republic|greek|greeks'), ('GD', 'Grenada', 'grenada|grenadian'),
    ('GT', 'Guatemala', 'guatemala|guatemalan|guatemalans'), ('GN', 'Guinea', 'guinea|guinean'), ('GW', 'Guinea-Bissau', 'guinea-bissau'),
    ('GY', 'Guyana', 'guyana|guyanese'), ('HT', 'Haiti', 'haiti|haitian|haitians'), ('HN', 'Honduras', 'honduras|honduran|hondurans'),
    ('HK', 'Hong Kong', 'hong kong|hong kong sar|hong konger|hong kongers'), ('HU', 'Hungary', 'hungary|hungarian|hungarians'),
    ('IS', 'Iceland', 'iceland|icelandic|icelanders'), ('IN', 'India', 'india|republic of india|bharat|indian|indians'),
    ('ID', 'Indonesia', 'indonesia|republic of indonesia|indonesian|indonesians'),
    ('IR', 'Iran', 'iran|islamic republic of iran|iranian|iranians'), ('IQ', 'Iraq', 'iraq|iraqi|iraqis'),
    ('IE', 'Ireland', 'ireland|republic of ireland|irish'), ('IL', 'Israel', 'israel|israeli|israelis'),
    ('IT', 'Italy', 'italy|italian republic|italian|italians'), ('JM', 'Jamaica', 'jamaica|jamaican|jamaicans'),
    ('JP', 'Japan', 'japan|japanese'), ('JO', 'Jordan', 'jordan|jordanian|jordanians'),
    ('KZ', 'Kazakhstan', 'kazakhstan|kazakh|kazakhstani|kazakhs'), ('KE', 'Kenya', 'kenya|kenyan|kenyans'), ('KI', 'Kiribati', 'kiribati'),
    ('KP', 'North Korea', 'north korea|dprk|north korean|north koreans'),
    ('KR', 'South Korea', 'south korea|republic of korea|korea|rok|south korean|south koreans|korean|koreans'),
    ('KW', 'Kuwait', 'kuwait|kuwaiti|kuwaitis'), ('KG', 'Kyrgyzstan', 'kyrgyzstan|kyrgyz'),
    ('LA', 'Laos', 'laos|lao pdr|lao|laotian|laotians'), ('LV', 'Latvia', 'latvia|latvian|latvians'), ('LB', 'Lebanon', 'lebanon|lebanese'),
    ('LS', 'Lesotho', 'lesotho|kingdom of lesotho|basotho|mosotho'), ('LR', 'Liberia', 'liberia|liberian'),
    ('LY', 'Libya', 'libya|libyan|libyans'), ('LI', 'Liechtenstein', 'liechtenstein|liechtensteiner'),
    ('LT', 'Lithuania', 'lithuania|lithuanian|lithuanians'), ('LU', 'Luxembourg', 'luxembourg|luxembourgish'),
    ('MO', 'Macao', 'macao|macau|macanese'), ('MG', 'Madagascar', 'madagascar|malagasy|madagascan'),
    ('MW', 'Malawi', 'malawi|malawian|malawians'), ('MY', 'Malaysia', 'malaysia|malaysian|malaysians'),
    ('MV', 'Maldives', 'maldives|maldivian'), ('ML', 'Mali', 'mali|malian|malians'), ('MT', 'Malta', 'malta|maltese'),
    ('MH', 'Marshall Islands', 'marshall islands|marshallese'), ('MR', 'Mauritania', 'mauritania|mauritanian'),
    ('MU', 'Mauritius', 'mauritius|mauritian'), ('MX', 'Mexico', 'mexico|united mexican states|mexican|mexicans'),
    ('FM', 'Micronesia', 'micronesia|micronesian'), ('MD', 'Moldova', 'moldova|moldovan|moldovans'), ('MC', 'Monaco', 'monaco|monegasque'),
    ('MN', 'Mongolia', 'mongolia|mongolian|mongolians'), ('ME', 'Montenegro', 'montenegro|montenegrin'),
    ('MA', 'Morocco', 'morocco|kingdom of morocco|moroccan|moroccans'), ('MZ', 'Mozambique', 'mozambique|mozambican'),
    ('MM', 'Myanmar', 'myanmar|burma|burmese|myanma'), ('NA', 'Namibia', 'namibia|namibian|namibians'), ('NR', 'Nauru', 'nauru|nauruan'),
    ('NP', 'Nepal', 'nepal|nepali|nepalese'), ('NL', 'Netherlands', 'netherlands|holland|dutch'),
    ('NZ', 'New Zealand', 'new zealand|new zealander|new zealanders|kiwi'), ('NI', 'Nicaragua', 'nicaragua|nicaraguan|nicaraguans'),
    ('NE', 'Niger', 'niger|nigerien'), ('NG', 'Nigeria', 'nigeria|nigerian|nigerians'),
    ('MK', 'North Macedonia', 'north macedonia|macedonia|macedonian'), ('NO', 'Norway', 'norway|norwegian|norwegians'),
    ('OM', 'Oman', 'oman|omani'), ('PK', 'Pakistan', 'pakistan|pakistani|pakistanis'), ('PW', 'Palau', 'palau|palauan'),
    ('PS', 'Palestine', 'palestine|palestinian|palestinians'), ('PA', 'Panama', 'panama|panamanian|panamanians'),
    ('PG', 'Papua New Guinea', 'papua new guinea|papua new guinean'), ('PY', 'Paraguay', 'paraguay|paraguayan|paraguayans'),
    ('PE', 'Peru', 'peru|peruvian|peruvians'), ('PH', 'Philippines', 'philippines|filipino|philippine|filipinos'),
    ('PL', 'Poland', 'poland|polish|poles'), ('PT', 'Portugal', 'portugal|portuguese'), ('QA', 'Qatar', 'qatar|qatari|qataris'),
    ('RO', 'Romania', 'romania|romanian|romanians'), ('RU', 'Russia', 'russia|russian federation|russian|russians'),
    ('RW', 'Rwanda', 'rwanda|rwandan|rwandans'), ('KN', 'Saint Kitts and Nevis', 'saint kitts and nevis'),
    ('LC', 'Saint Lucia', 'saint lucia|saint lucian'), ('VC', 'Saint Vincent and the Grenadines', 'saint vincent and the grenadines'),
    ('WS', 'Samoa', 'samoa|samoan'), ('SM', 'San Marino', 'san marino|sammarinese'),
    ('ST', 'Sao Tome and Principe', 'sao tome and principe'),
    ('SA', 'Saudi Arabia', 'saudi arabia|kingdom of saudi arabia|saudi|saudis|saudi arabian'), ('SN', 'Senegal', 'senegal|senegalese'),
    ('RS', 'Serbia', 'serbia|serbian|serbians|serbs'), ('SC', 'Seychelles', 'seychelles|seychellois'),
    ('SL', 'Sierra Leone', 'sierra leone|sierra leonean'), ('SG', 'Singapore', 'singapore|singaporean|singaporeans'),
    ('SK', 'Slovakia', 'slovakia|slovak republic|slovak|slovakian|slovaks'), ('SI', 'Slovenia', 'slovenia|slovenian|slovene|slovenians'),
    ('SB', 'Solomon Islands', 'solomon islands|solomon islander'), ('SO', 'Somalia', 'somalia|somali|somalis'),
    ('ZA', 'South Africa', 'south africa|republic of south africa|south african|south africans'),
    ('SS', 'South Sudan', 'south sudan|south sudanese'), ('ES', 'Spain', 'spain|kingdom of spain|spanish|spaniards|spaniard'),
    ('LK', 'Sri Lanka', 'sri lanka|sri lankan|sri lankans'), ('SD', 'Sudan', 'sudan|sudanese'), ('SR', 'Suriname', 'suriname|surinamese'),
    ('SE', 'Sweden', 'sweden|swedish|swedes|swede'), ('CH', 'Switzerland', 'switzerland|swiss confederation|swiss'),
    ('SY', 'Syria', 'syria|syrian|syrians'), ('TW', 'Taiwan', 'taiwan|chinese taipei|taiwanese'),
    ('TJ', 'Tajikistan', 'tajikistan|tajik|tajiks'), ('TZ', 'Tanzania', 'tanzania|tanzanian|tanzanians'),
    ('TH', 'Thailand', 'thailand|kingdom of thailand|thai|thais'), ('TL', 'East Timor', 'east timor|timor-leste|timorese'),
    ('TG', 'Togo', 'togo|togolese'), ('TO', 'Tonga', 'tonga|tongan|tongans'),
    ('TT', 'Trinidad and Tobago', 'trinidad and tobago|trinidadian|trinidadians'), ('TN', 'Tunisia', 'tunisia|tunisian|tunisians'),
    ('TR', 'Turkey', 'turkey|türkiye|republic of türkiye|turkish|turks'), ('TM', 'Turkmenistan', 'turkmenistan|turkmen'),
    ('TV', 'Tuvalu', 'tuvalu|tuvaluan'), ('UG', 'Uganda', 'uganda|ugandan|ugandans'), ('UA', 'Ukraine', 'ukraine|ukrainian|ukrainians'),
    ('AE', 'United Arab Emirates', 'united arab emirates|emirates|emirati|emiratis|uae'),
    ('GB', 'United Kingdom', 'united kingdom|uk|britain|great britain|england|scotland|wales|northern ireland|british|britons|english|scottish|welsh|scotch'),
    ('US', 'United States', 'united states|united states of america|usa|america|us|american|americans'),
    ('UY', 'Uruguay', 'uruguay|uruguayan|uruguayans'), ('UZ', 'Uzbekistan', 'uzbekistan|uzbek|uzbeks'),
    ('VU', 'Vanuatu', 'vanuatu|ni-vanuatu'), ('VA', 'Vatican', 'vatican|holy see'), ('VE', 'Venezuela', 'venezuela|venezuelan|venezuelans'),
    ('VN', 'Vietnam', 'vietnam|viet nam|socialist republic of vietnam|vietnamese'), ('YE', 'Yemen', 'yemen|yemeni|yemenis'),
    ('ZM', 'Zambia', 'zambia|zambian|zambians'), ('ZW', 'Zimbabwe', 'zimbabwe|zimbabwean|zimbabweans'),
    ('GL', 'Greenland', 'greenland|greenlandic|greenlanders'), ('FO', 'Faroe Islands', 'faroe islands|faroese'),
    ('PR', 'Puerto Rico', 'puerto rico|puerto rican|puerto ricans'), ('NC', 'New Caledonia', 'new caledonia'),
    ('GF', 'French Guiana', 'french guiana'), ('FK', 'Falkland Islands', 'falkland islands'), ('XK', 'Kosovo', 'kosovo|kosovar|kosovars'),
    ('EU', 'European Union', 'european union|eu|europe|european communities|european|europeans|eurozone|euro area'),
    ('WTO', 'World Trade Organization', 'world trade organization|world trade organisation|wto');
INSERT INTO country (code, name) SELECT code, name FROM told;
INSERT INTO country_name (name, code) SELECT string_to_table(names, '|'), code FROM told;
GRANT SELECT ON country, country_name TO gainsay_reader, gainsay_writer;

-- Both in plpgsql, which keeps their plans: the store asks for each product that it writes.
CREATE FUNCTION country_code(word text) RETURNS text
    LANGUAGE plpgsql STABLE PARALLEL SAFE
AS $$
BEGIN
    RETURN coalesce((SELECT c.code FROM country c WHERE c.code = upper(word)),
                    (SELECT n.code FROM country_name n WHERE n.name = replace(lower(word), '.', '')));
END;
$$;
COMMENT ON FUNCTION country_code IS 'The code of a country that is given by code, name or adjective; null where it is none of ours';

-- Whatever the words say beyond the country ("certain Chinese goods", "Chinese steel") makes another product of it.
CREATE FUNCTION is_all_goods(product text, targets text[]) RETURNS boolean
    LANGUAGE plpgsql STABLE PARALLEL SAFE
AS $$
DECLARE
    words text := translate(product, '’.', '''');
    whose text;
BEGIN
    IF words !~ 'goods|imports|products|exports|merchandise|articles' THEN
        RETURN false;
    ELSIF words ~ '^(all (the )?(imported )?(goods|imports|products|merchandise)|(imported )?goods|imports)$' THEN
        RETURN true;
    END IF;
    whose := coalesce(
        (regexp_match(words, '^(?:all |the )*(.+?)(?:''s?)?[ -](?:origin )?(?:goods|imports|products|exports|merchandise|articles)'
                             '(?: exports| imports)?$'))[1],
        (regexp_match(words, '^(?:all |the )*(?:goods|imports|products|exports|merchandise|articles)(?: that are)?(?: goods| products| articles)?'
                             ' (?:of|from|made in|imported from|originating in|coming from) (?:the )?(.+?)(?: origin)?$'))[1]);
    RETURN coalesce(country_code(whose) = ANY (targets), false);
END;
$$;
COMMENT ON FUNCTION is_all_goods IS 'Whether a product (in small letters) is all that comes from the targets: all goods, imports, chinese goods, products of the prc';

DROP FUNCTION product_names(text);
CREATE FUNCTION product_names(products text, targets text[]) RETURNS SETOF text
    LANGUAGE sql STABLE PARALLEL SAFE
BEGIN ATOMIC
    SELECT DISTINCT CASE WHEN part.name <> 'all goods' AND part.name ~ 'goods|imports|products|exports|merchandise|articles'
                              AND is_all_goods(part.name, targets) THEN 'all goods' ELSE part.name END
    FROM (SELECT tidy(part) AS name
          FROM regexp_split_to_table(lower(products), '\s*[,;]\s*(?:(?:and|or)\s+)?(?=[^0-9\s])|\s+(?:and|or)\s+(?=[^0-9\s])') AS part
          WHERE part ~ '[[:alpha:]]') AS part;
END;
COMMENT ON FUNCTION product_names IS 'The names in an enumeration of goods of these targets';

CREATE FUNCTION goods_words(products text, targets text[]) RETURNS text
    LANGUAGE sql STABLE PARALLEL SAFE
RETURN CASE WHEN (SELECT bool_and(name = 'all goods') FROM product_names(products, targets) AS name) THEN 'all goods' ELSE products END;
COMMENT ON FUNCTION goods_words IS 'What a change falls on for people: as the text has it, but one word for all that comes from the targets';

CREATE OR REPLACE FUNCTION store_details(changes text[]) RETURNS void
    LANGUAGE plpgsql
AS $$
BEGIN
    INSERT INTO tariff_target (change_id, target, excluded)
    SELECT t.id, target, bool_and(left_out)
    FROM unnest(changes) AS change (id)
    CROSS JOIN LATERAL (SELECT * FROM tariff_change WHERE id = change.id OFFSET 0) AS t
    CROSS JOIN LATERAL (SELECT code, false FROM unnest(t.targets) AS code
                        UNION ALL SELECT code, true FROM unnest(t.excluded) AS code) AS named (target, left_out)
    WHERE target ~ '^([A-Z]{2}|WTO|\*)$'
    GROUP BY t.id, target;

    INSERT INTO tariff_rate (change_id, kind, value, unit, operator)
    SELECT t.id, kind, value, unit, CASE WHEN kind = 'former' THEN 'eq' ELSE t.rate_operator END
    FROM unnest(changes) AS change (id)
    CROSS JOIN LATERAL (SELECT * FROM tariff_change WHERE id = change.id OFFSET 0) AS t
    CROSS JOIN LATERAL (VALUES ('new', t.rate, 'percent'), ('former', t.rate_from, 'percent'),
                               ('change', t.rate_points, 'points')) AS rates (kind, value, unit)
    WHERE value IS NOT NULL;

    WITH named AS MATERIALIZED (
        SELECT t.id, name
        FROM unnest(changes) AS change (id)
        CROSS JOIN LATERAL (SELECT * FROM tariff_change WHERE id = change.id OFFSET 0) AS t
        CROSS JOIN product_names(t.products, t.targets) AS name
    ), names AS (
        INSERT INTO product (name) SELECT DISTINCT name FROM named ORDER BY name ON CONFLICT DO NOTHING
    )
    INSERT INTO tariff_product (change_id, product) SELECT id, name FROM named;

    WITH stated AS MATERIALIZED (
        SELECT DISTINCT t.id, code, t.hs_stated
        FROM unnest(changes) AS change (id)
        CROSS JOIN LATERAL (SELECT * FROM tariff_change WHERE id = change.id OFFSET 0) AS t
        CROSS JOIN unnest(t.hs) AS written
        CROSS JOIN replace(written, '.', '') AS code
        WHERE code ~ '^[0-9]{2}([0-9]{2}){0,4}$' AND left(code, 2) <> '00'
    ), codes AS (
        INSERT INTO hs_code (code, chapter)
        SELECT DISTINCT code, left(code, 2) FROM stated WHERE length(code) > 2 ORDER BY code ON CONFLICT DO NOTHING
    )
    INSERT INTO tariff_hs (change_id, code, stated) SELECT id, code, hs_stated FROM stated;
END;
$$;

CREATE OR REPLACE FUNCTION redact(item text, redacted_by text, reason text) RETURNS boolean
    LANGUAGE plpgsql
AS $$
DECLARE
    speakers uuid[];
    goods text[];
    had boolean;
BEGIN
    LOCK TABLE redaction IN EXCLUSIVE MODE;
    INSERT INTO redaction (item_id, redacted_by, reason) VALUES (item, redact.redacted_by, redact.reason)
    ON CONFLICT (item_id) DO NOTHING;
    speakers := ARRAY(SELECT DISTINCT speaker_id FROM statement s WHERE s.item_id = item
                      UNION SELECT (w.record ->> 'speaker_id')::uuid FROM withdrawal w WHERE w.item_id = item);
    goods := ARRAY(SELECT DISTINCT product FROM tariff_product p JOIN tariff_change t ON t.id = p.change_id WHERE t.item_id = item
                   UNION SELECT product_names(w.record ->> 'products', text_array(w.record -> 'targets')) FROM withdrawal w WHERE w.item_id = item);
    UPDATE withdrawal w SET record = NULL WHERE w.item_id = item;
    DELETE FROM item_revision v WHERE v.item_id = item;
    DELETE FROM item i WHERE i.id = item;
    had := FOUND;
    DELETE FROM speaker p WHERE p.id = ANY (speakers) AND NOT EXISTS (SELECT FROM statement s WHERE s.speaker_id = p.id);
    DELETE FROM product p WHERE p.name = ANY (goods) AND NOT EXISTS (SELECT FROM tariff_product u WHERE u.product = p.name);
    RETURN had;
END;
$$;

-- What is stored already. Stores wait meanwhile.
LOCK TABLE tariff_change IN SHARE ROW EXCLUSIVE MODE;
CREATE TEMP TABLE renamed ON COMMIT DROP AS
SELECT DISTINCT p.change_id, p.product
FROM tariff_product p
JOIN tariff_change t ON t.id = p.change_id
WHERE p.product <> 'all goods' AND is_all_goods(p.product, t.targets);
INSERT INTO product (name) SELECT 'all goods' WHERE EXISTS (SELECT FROM renamed) ON CONFLICT DO NOTHING;
INSERT INTO tariff_product (change_id, product) SELECT DISTINCT change_id, 'all goods' FROM renamed ON CONFLICT DO NOTHING;
DELETE FROM tariff_product p USING renamed r WHERE p.change_id = r.change_id AND p.product = r.product;
DELETE FROM product p WHERE p.name IN (SELECT product FROM renamed) AND NOT EXISTS (SELECT FROM tariff_product u WHERE u.product = p.name);

CREATE OR REPLACE VIEW tariff_changes AS
SELECT t.id, t.item_id, t.revision, t.imposer, t.targets, t.excluded, t.products, t.hs, t.hs_stated, t.action, t.status, t.rate,
       t.rate_from, t.rate_points, t.rate_operator, t.effective, t.expires, t.announced, t.instrument, t.value_basis, t.exempt_from,
       t.condition, t.retaliation, t.certainty, t.temporality, t.said_at, t.evidence, t.rules, t.confidence,
       evidence_text(v.text, t.evidence) AS words, v.title, v.url, i.source, v.published, t.instrument_name, t.stored_at,
       goods_words(t.products, t.targets) AS goods
FROM tariff_change t
JOIN item i ON i.id = t.item_id
JOIN item_revision v ON v.item_id = t.item_id AND v.revision = t.revision;

-- The codes are looked up once a question.
CREATE OR REPLACE FUNCTION tariff_timeline(imposer text, target text) RETURNS SETOF tariff_changes
    LANGUAGE sql STABLE
BEGIN ATOMIC
    SELECT t.* FROM tariff_changes t
    WHERE t.imposer = (SELECT coalesce(country_code(tariff_timeline.imposer), tariff_timeline.imposer))
      AND ((SELECT coalesce(country_code(tariff_timeline.target), tariff_timeline.target)) = ANY (t.targets)
           OR ('*' = ANY (t.targets)
               AND NOT (SELECT coalesce(country_code(tariff_timeline.target), tariff_timeline.target)) = ANY (t.excluded)))
    ORDER BY coalesce(t.effective, t.said_at::date), t.said_at, t.id;
END;

CREATE OR REPLACE FUNCTION pauses_ending(days integer, from_day date DEFAULT current_date) RETURNS SETOF tariff_changes
    LANGUAGE sql STABLE
BEGIN ATOMIC
    SELECT t.* FROM tariff_changes t
    WHERE t.action IN ('suspend', 'extend', 'exempt') AND t.expires BETWEEN from_day AND from_day + days
    ORDER BY t.expires, t.id;
END;

-- Ten papers that report one press conference make ten links and one denial. Who denies is told by side, for one report names the
-- spokesperson and the next the ministry; somebody without a side is told by name.
CREATE OR REPLACE VIEW denied_most AS
SELECT pair.speaker, pair.speaker_side, pair.matter, count(DISTINCT pair.claimed) AS claims, count(DISTINCT pair.denied) AS denials,
       count(*) AS reports
FROM (SELECT tidy(coalesce(c.speaker_actor, c.speaker)) AS speaker, c.speaker_side, c.matter, (c.said_at AT TIME ZONE 'UTC')::date AS claimed,
             coalesce(d.speaker_side, d.speaker_actor, d.speaker, '') || ' ' || (d.said_at AT TIME ZONE 'UTC')::date AS denied
      FROM contradiction k
      JOIN statement c ON c.id = k.claim_id
      JOIN statement d ON d.id = k.denial_id) AS pair
GROUP BY pair.speaker, pair.speaker_side, pair.matter
ORDER BY denials DESC, reports DESC, pair.speaker;
COMMENT ON VIEW denied_most IS 'Whose claims are contradicted most, and on what. claims and denials: what one speaker claims, and what one side denies, on one day (UTC) counts once; reports: pairs of a reported claim and a reported denial';
