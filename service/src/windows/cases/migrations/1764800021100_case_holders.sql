-- Up Migration
-- Whose a case is, for them to find their deadlines. What finds a person lies where keys do; it ends with the case.
CREATE TABLE certbridge_keys.case_holders (
  case_id uuid PRIMARY KEY, -- no constraint: keys lie apart
  lookup bytea NOT NULL -- keyed hash of the holder's number
);
CREATE INDEX case_holders_lookup ON certbridge_keys.case_holders (lookup);
CREATE FUNCTION forget_case_holder() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  DELETE FROM certbridge_keys.case_holders WHERE case_id = OLD.id;
  RETURN OLD;
END $$;
CREATE TRIGGER case_forgotten AFTER DELETE ON cases FOR EACH ROW EXECUTE FUNCTION forget_case_holder();

-- Down Migration
DROP TRIGGER case_forgotten ON cases;
DROP FUNCTION forget_case_holder();
DROP TABLE certbridge_keys.case_holders;
