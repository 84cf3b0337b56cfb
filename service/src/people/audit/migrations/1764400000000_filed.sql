-- Up Migration
-- SHA-256 of what was filed with an act, in the clear, so that others can prove that it was.
ALTER TABLE audit_records ADD COLUMN filed bytea CHECK (length(filed) = 32);
CREATE INDEX audit_records_filed ON audit_records (filed) WHERE filed IS NOT NULL;

-- Down Migration
ALTER TABLE audit_records DROP COLUMN filed;
