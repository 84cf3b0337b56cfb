-- Up Migration
-- The key of a filed receipt lies apart from what it encrypts, as all keys do, and ends with it.
CREATE TABLE certbridge_keys.receipt_keys (
  digest bytea PRIMARY KEY, -- no constraint: keys lie apart
  wrapped_key bytea NOT NULL
);
INSERT INTO certbridge_keys.receipt_keys SELECT digest, wrapped_key FROM filed_receipts;
ALTER TABLE filed_receipts DROP COLUMN wrapped_key;
CREATE FUNCTION forget_receipt_key() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  DELETE FROM certbridge_keys.receipt_keys WHERE digest = OLD.digest;
  RETURN OLD;
END $$;
CREATE TRIGGER receipt_forgotten AFTER DELETE ON filed_receipts FOR EACH ROW EXECUTE FUNCTION forget_receipt_key();

-- Down Migration
DROP TRIGGER receipt_forgotten ON filed_receipts;
DROP FUNCTION forget_receipt_key();
ALTER TABLE filed_receipts ADD COLUMN wrapped_key bytea;
UPDATE filed_receipts r SET wrapped_key = k.wrapped_key FROM certbridge_keys.receipt_keys k WHERE k.digest = r.digest;
ALTER TABLE filed_receipts ALTER COLUMN wrapped_key SET NOT NULL;
DROP TABLE certbridge_keys.receipt_keys;
