-- Up Migration
-- The key of a case lies apart from what it encrypts, as all keys do: they are backed up apart, for days only.
CREATE TABLE certbridge_keys.case_keys (
  case_id uuid PRIMARY KEY, -- no constraint: keys lie apart
  wrapped_key bytea NOT NULL
);
INSERT INTO certbridge_keys.case_keys SELECT id, wrapped_key FROM cases;
ALTER TABLE cases DROP COLUMN wrapped_key;
CREATE OR REPLACE FUNCTION forget_case_holder() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  DELETE FROM certbridge_keys.case_holders WHERE case_id = OLD.id;
  DELETE FROM certbridge_keys.case_keys WHERE case_id = OLD.id;
  RETURN OLD;
END $$;

-- Down Migration
CREATE OR REPLACE FUNCTION forget_case_holder() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  DELETE FROM certbridge_keys.case_holders WHERE case_id = OLD.id;
  RETURN OLD;
END $$;
ALTER TABLE cases ADD COLUMN wrapped_key bytea;
UPDATE cases SET wrapped_key = k.wrapped_key FROM certbridge_keys.case_keys k WHERE k.case_id = id;
ALTER TABLE cases ALTER COLUMN wrapped_key SET NOT NULL;
DROP TABLE certbridge_keys.case_keys;
