-- When an offset last moved: a topic all of whose messages are later is not the one that was read.
ALTER TABLE kafka_offset ADD COLUMN moved timestamptz NOT NULL DEFAULT now();
COMMENT ON COLUMN kafka_offset.moved IS 'When next_offset last moved';

CREATE FUNCTION kafka_offset_moves() RETURNS trigger
    LANGUAGE plpgsql
AS $$
BEGIN
    NEW.moved := now();
    RETURN NEW;
END;
$$;
COMMENT ON FUNCTION kafka_offset_moves IS 'Keeps the time at which an offset moved';

CREATE TRIGGER kafka_offset_moves BEFORE UPDATE ON kafka_offset FOR EACH ROW EXECUTE FUNCTION kafka_offset_moves();
