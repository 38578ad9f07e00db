-- Functions that PostgreSQL can put in place of their calls. It does not where a function is said to depend on nothing but its arguments and
-- uses one that may depend on a setting, as these do (a time zone, a conversion); a call costs four times what they compute.

CREATE OR REPLACE FUNCTION applied_digest(revision text, generation bigint, classifier text, lexicon text, records jsonb, said_at timestamptz,
                                          story text) RETURNS text
    LANGUAGE sql STABLE PARALLEL SAFE
RETURN md5(revision || ' ' || generation::text || ' ' || classifier || ' ' || lexicon || ' ' || records::text || ' '
           || extract(epoch FROM said_at)::text || ' ' || coalesce(story, ''));

CREATE OR REPLACE FUNCTION evidence_span(body text, first integer, behind integer) RETURNS text
    LANGUAGE sql STABLE PARALLEL SAFE
RETURN convert_from(substring(convert_to(body, 'UTF8') FROM first + 1 FOR behind - first), 'UTF8');

-- Most evidence is one range.
CREATE OR REPLACE FUNCTION evidence_text(body text, ranges int4range[]) RETURNS text
    LANGUAGE sql STABLE PARALLEL SAFE
RETURN CASE
    WHEN cardinality(ranges) = 1 THEN
        convert_from(substring(convert_to(body, 'UTF8') FROM lower(ranges[1]) + 1 FOR upper(ranges[1]) - lower(ranges[1])), 'UTF8')
    ELSE (SELECT string_agg(convert_from(substring(convert_to(body, 'UTF8') FROM lower(span) + 1 FOR upper(span) - lower(span)), 'UTF8'), ' '
                            ORDER BY place)
          FROM unnest(ranges) WITH ORDINALITY AS spans (span, place))
END;
