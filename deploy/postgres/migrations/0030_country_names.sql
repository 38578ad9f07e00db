-- Names that somebody types: with "the" before them, without a letter's marks, and Georgia, which a text may mean the state by, but no
-- question about countries.

INSERT INTO country_name (name, code) VALUES
    ('georgia', 'GE'), ('turkiye', 'TR'), ('côte d''ivoire', 'CI'), ('vatican city', 'VA'), ('democratic people''s republic of korea', 'KP')
ON CONFLICT DO NOTHING;

CREATE OR REPLACE FUNCTION country_code(word text) RETURNS text
    LANGUAGE plpgsql STABLE PARALLEL SAFE
AS $$
BEGIN
    RETURN coalesce((SELECT c.code FROM country c WHERE c.code = upper(word)),
                    (SELECT n.code FROM country_name n WHERE n.name = regexp_replace(replace(lower(word), '.', ''), '^the ', '')));
END;
$$;
