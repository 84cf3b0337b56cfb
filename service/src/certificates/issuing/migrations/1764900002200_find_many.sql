-- Up Migration
-- What finds a person lies where keys do. Names of holders as their certificates have them, keyed like numbers are:
-- former names find too. No constraint joins the two schemas.
CREATE TABLE certbridge_keys.holder_names (
  issuer text NOT NULL,
  lookup bytea NOT NULL, -- keyed hash of the name
  holder uuid NOT NULL,
  PRIMARY KEY (issuer, lookup, holder)
);
CREATE INDEX holder_names_holder ON certbridge_keys.holder_names (holder);

-- Pages by what few of ten million certificates are.
CREATE INDEX certificates_of_type ON certificates (issuer, type, identifier);
CREATE INDEX certificates_by_submitter ON certificates (issuer, submitted_by, identifier);
CREATE INDEX certificates_changed ON certificates (issuer, identifier)
  WHERE state <> 'issued' OR superseded_from IS NOT NULL;

-- Down Migration
DROP INDEX certificates_changed;
DROP INDEX certificates_by_submitter;
DROP INDEX certificates_of_type;
DROP TABLE certbridge_keys.holder_names;
