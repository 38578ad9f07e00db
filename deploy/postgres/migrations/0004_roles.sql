-- The store writes; analysts and the web page read. Roles belong to the server, so another database may have made them.
DO $$
BEGIN
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'gainsay_writer') THEN
        CREATE ROLE gainsay_writer NOLOGIN;
    END IF;
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'gainsay_reader') THEN
        CREATE ROLE gainsay_reader NOLOGIN;
    END IF;
END;
$$;
REVOKE CREATE ON SCHEMA public FROM PUBLIC;
GRANT SELECT ON ALL TABLES IN SCHEMA public TO gainsay_reader, gainsay_writer;
GRANT INSERT, UPDATE ON source, item, item_revision, kafka_offset, dead_letter TO gainsay_writer;
GRANT INSERT, UPDATE, DELETE ON statement, tariff_change, contradiction TO gainsay_writer;
