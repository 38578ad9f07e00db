-- What `gainsay rebuild` does inside the database: tables made anew in a schema of their own take the place of the old ones. The functions
-- take schemas by name, for there are two of each table then.

CREATE FUNCTION derived_tables() RETURNS text[]
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN '{item,item_revision,statement,tariff_change,contradiction,sighting,tariff_target,tariff_rate,tariff_product,tariff_hs,matter,speaker,office,instrument,product,hs_code,classifier_version,search_queue,item_words,kafka_offset}'::text[];
COMMENT ON FUNCTION derived_tables IS 'Tables that can be made anew from the records topic; the others hold what is known nowhere else';

-- When a row was written and which names are left over tells nothing of what the tables hold. Sums do not depend on the order of rows.
CREATE FUNCTION tables_digest() RETURNS TABLE (name text, row_count bigint, digest numeric)
    LANGUAGE sql STABLE
BEGIN ATOMIC
    SELECT 'item', count(*), coalesce(sum(hashtextextended(t::text, 7)::numeric), 0) FROM item t
    UNION ALL SELECT 'item_revision', count(*), coalesce(sum(hashtextextended(t::text, 7)::numeric), 0) FROM item_revision t
    UNION ALL SELECT 'sighting', count(*), coalesce(sum(hashtextextended(t::text, 7)::numeric), 0) FROM sighting t
    UNION ALL SELECT 'statement', count(*), coalesce(sum(hashtextextended((to_jsonb(t) - 'stored_at')::text, 7)::numeric), 0) FROM statement t
    UNION ALL SELECT 'tariff_change', count(*), coalesce(sum(hashtextextended((to_jsonb(t) - 'stored_at')::text, 7)::numeric), 0) FROM tariff_change t
    UNION ALL SELECT 'tariff_target', count(*), coalesce(sum(hashtextextended(t::text, 7)::numeric), 0) FROM tariff_target t
    UNION ALL SELECT 'tariff_rate', count(*), coalesce(sum(hashtextextended(t::text, 7)::numeric), 0) FROM tariff_rate t
    UNION ALL SELECT 'tariff_product', count(*), coalesce(sum(hashtextextended(t::text, 7)::numeric), 0) FROM tariff_product t
    UNION ALL SELECT 'tariff_hs', count(*), coalesce(sum(hashtextextended(t::text, 7)::numeric), 0) FROM tariff_hs t
    UNION ALL SELECT 'contradiction', count(*), coalesce(sum(hashtextextended(t::text, 7)::numeric), 0) FROM contradiction t;
END;
COMMENT ON FUNCTION tables_digest IS 'A digest of each table that is made from records; two databases that hold the same have the same';

-- Stores take these first, or as their last step, and in this order: whoever has them all has no store beside him, and nobody waits in a ring.
CREATE FUNCTION rebuild_lock() RETURNS void
    LANGUAGE plpgsql
AS $$
DECLARE
    kept text;
BEGIN
    LOCK TABLE dead_letter, redaction, source IN EXCLUSIVE MODE;
    FOR kept IN SELECT relname FROM pg_class
                WHERE relnamespace = current_schema()::regnamespace AND relkind = 'r' AND relname <> ALL (derived_tables())
                  AND relname NOT IN ('dead_letter', 'redaction', 'source') ORDER BY relname LOOP
        EXECUTE format('LOCK TABLE %I IN EXCLUSIVE MODE', kept);
    END LOOP;
    LOCK TABLE kafka_offset IN EXCLUSIVE MODE;
END;
$$;
COMMENT ON FUNCTION rebuild_lock IS 'Keeps stores and other writers out until the transaction ends; readers go on';

CREATE FUNCTION rebuild_redactions(old text) RETURNS void
    LANGUAGE plpgsql
AS $$
DECLARE
    taken record;
BEGIN
    FOR taken IN EXECUTE format('SELECT item_id, redacted_by, reason FROM %I.redaction o
                                 WHERE NOT EXISTS (SELECT FROM redaction r WHERE r.item_id = o.item_id)', old) LOOP
        PERFORM redact(taken.item_id, taken.redacted_by, taken.reason);
    END LOOP;
END;
$$;
COMMENT ON FUNCTION rebuild_redactions IS 'Takes down in the current schema what is taken down in the old one';

CREATE FUNCTION rebuild_keep_times(old text) RETURNS void
    LANGUAGE plpgsql
AS $$
DECLARE
    kind text;
BEGIN
    FOREACH kind IN ARRAY ARRAY['statement', 'tariff_change'] LOOP
        EXECUTE format('UPDATE %1$I n SET stored_at = o.stored_at FROM %2$I.%1$I o
                        WHERE o.id = n.id AND o.stored_at <> n.stored_at AND to_jsonb(o) - ''stored_at'' = to_jsonb(n) - ''stored_at''', kind, old);
    END LOOP;
END;
$$;
COMMENT ON FUNCTION rebuild_keep_times IS 'Rows that say what the old ones do were written when those were';

CREATE FUNCTION rebuild_missing(old text) RETURNS bigint
    LANGUAGE plpgsql
AS $$
DECLARE
    missing bigint;
BEGIN
    EXECUTE format('SELECT count(*) FROM %I.item_revision o
                    WHERE NOT EXISTS (SELECT FROM item_revision n WHERE n.item_id = o.item_id AND n.revision = o.revision)', old) INTO missing;
    RETURN missing;
END;
$$;
COMMENT ON FUNCTION rebuild_missing IS 'Revisions of items that the old schema has and the current one lacks';

-- Tables that can't be made anew are copied, those that others refer to first.
CREATE FUNCTION rebuild_carry(old text, new text) RETURNS void
    LANGUAGE plpgsql
AS $$
DECLARE
    waiting text[] := ARRAY(SELECT relname FROM pg_class WHERE relnamespace = old::regnamespace AND relkind = 'r' AND relname <> ALL (derived_tables()));
    next text;
    columns text;
    counter record;
BEGIN
    FOREACH next IN ARRAY waiting LOOP
        IF to_regclass(format('%I.%I', new, next)) IS NULL THEN
            RAISE EXCEPTION 'table "%" in schema "%" is not one of gainsay''s: move it to a schema of its own', next, old;
        END IF;
    END LOOP;
    EXECUTE (SELECT 'TRUNCATE ' || string_agg(format('%I.%I', new, name), ', ') FROM unnest(waiting) AS name);
    WHILE waiting <> '{}' LOOP
        SELECT name INTO STRICT next FROM unnest(waiting) AS name
        WHERE NOT EXISTS (SELECT FROM pg_constraint k JOIN pg_class r ON r.oid = k.confrelid
                          WHERE k.contype = 'f' AND k.conrelid = format('%I.%I', new, name)::regclass
                            AND r.relname = ANY (waiting) AND r.relname <> name)
        ORDER BY name LIMIT 1;
        SELECT string_agg(quote_ident(attname), ', ' ORDER BY attnum) INTO columns FROM pg_attribute
        WHERE attrelid = format('%I.%I', new, next)::regclass AND attnum > 0 AND NOT attisdropped AND attgenerated = '';
        EXECUTE format('INSERT INTO %I.%I (%s) OVERRIDING SYSTEM VALUE SELECT %3$s FROM %I.%2$I', new, next, columns, old);
        FOR counter IN SELECT attname, pg_get_serial_sequence(format('%I.%I', old, next), attname) AS was,
                              pg_get_serial_sequence(format('%I.%I', new, next), attname) AS becomes
                       FROM pg_attribute WHERE attrelid = format('%I.%I', new, next)::regclass AND attidentity <> '' LOOP
            EXECUTE format('SELECT setval(%L, last_value, is_called) FROM %s', counter.becomes, counter.was);
        END LOOP;
        waiting := array_remove(waiting, next);
    END LOOP;
    EXECUTE format('INSERT INTO %I.kafka_offset SELECT * FROM %I.kafka_offset ON CONFLICT DO NOTHING', new, old);
END;
$$;
COMMENT ON FUNCTION rebuild_carry IS 'Copies what can not be made anew from the old schema to the new one';

-- What an administrator granted beyond the migrations.
CREATE FUNCTION rebuild_grants(old text, new text) RETURNS void
    LANGUAGE plpgsql
AS $$
DECLARE
    command text;
BEGIN
    FOR command IN
        SELECT format('GRANT %s ON SCHEMA %I TO %s', a.privilege_type, new, grantee(a.grantee))
        FROM pg_namespace n CROSS JOIN aclexplode(n.nspacl) AS a WHERE n.nspname = old
        UNION ALL
        SELECT format('GRANT %s ON TABLE %I.%I TO %s', a.privilege_type, new, c.relname, grantee(a.grantee))
        FROM pg_class c CROSS JOIN aclexplode(c.relacl) AS a
        WHERE c.relnamespace = old::regnamespace AND c.relkind IN ('r', 'v') AND to_regclass(format('%I.%I', new, c.relname)) IS NOT NULL
        UNION ALL
        SELECT format('GRANT EXECUTE ON FUNCTION %I.%I(%s) TO %s', new, p.proname, arguments, grantee(a.grantee))
        FROM pg_proc p CROSS JOIN aclexplode(p.proacl) AS a CROSS JOIN pg_get_function_identity_arguments(p.oid) AS arguments
        WHERE p.pronamespace = old::regnamespace
          AND EXISTS (SELECT FROM pg_proc q WHERE q.pronamespace = new::regnamespace AND q.proname = p.proname
                        AND pg_get_function_identity_arguments(q.oid) = arguments)
    LOOP
        EXECUTE command;
    END LOOP;
END;
$$;
COMMENT ON FUNCTION rebuild_grants IS 'Grants on the new schema what is granted on the old one';

CREATE FUNCTION grantee(role oid) RETURNS text
    LANGUAGE sql STABLE
RETURN CASE role WHEN 0 THEN 'PUBLIC' ELSE quote_ident(pg_get_userbyid(role)) END;
COMMENT ON FUNCTION grantee IS 'A role as GRANT wants it';

CREATE FUNCTION rebuild_swap(old text, new text, kept text) RETURNS void
    LANGUAGE plpgsql
AS $$
BEGIN
    PERFORM rebuild_carry(old, new);
    PERFORM rebuild_grants(old, new);
    EXECUTE format('ALTER SCHEMA %I RENAME TO %I', old, kept);
    EXECUTE format('ALTER SCHEMA %I RENAME TO %I', new, old);
END;
$$;
COMMENT ON FUNCTION rebuild_swap IS 'Puts the new schema in the place of the old one, which is kept under another name';
