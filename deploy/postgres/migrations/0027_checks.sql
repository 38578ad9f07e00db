-- What the schema of a record allows is held by the tables, too. Not validated: rows that are there already may be of a classifier that
-- knew other words, and nothing has to wait while a table is read.
ALTER TABLE statement
    ADD CONSTRAINT statement_certainty CHECK (certainty IN ('certain', 'probable', 'possible')) NOT VALID,
    ADD CONSTRAINT statement_temporality CHECK (temporality IN ('current', 'background', 'future', 'hypothetical')) NOT VALID,
    ADD CONSTRAINT statement_denial_kind CHECK (denial_kind IN ('flat', 'falsehood')) NOT VALID;
ALTER TABLE tariff_change
    ADD CONSTRAINT tariff_change_certainty CHECK (certainty IN ('certain', 'probable', 'possible')) NOT VALID,
    ADD CONSTRAINT tariff_change_temporality CHECK (temporality IN ('current', 'background', 'future', 'hypothetical')) NOT VALID,
    ADD CONSTRAINT tariff_change_rates CHECK (rate >= 0 AND rate_from >= 0) NOT VALID;

-- schema.org gives an affiliation to people only; an organization has a parent.
CREATE OR REPLACE FUNCTION schema_org_author(name text, role text, organization text) RETURNS jsonb
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN jsonb_strip_nulls(jsonb_build_object(
    '@type', CASE WHEN role IN ('office', 'body', 'company') THEN 'Organization' ELSE 'Person' END,
    'name', coalesce(name, 'unnamed'))
    || CASE WHEN organization <> coalesce(name, '')
            THEN jsonb_build_object(CASE WHEN role IN ('office', 'body', 'company') THEN 'parentOrganization' ELSE 'affiliation' END,
                                    jsonb_build_object('@type', 'Organization', 'name', organization))
            ELSE '{}' END);
