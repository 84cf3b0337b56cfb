-- Up Migration
-- Encrypted: the pseudonym, name and assurance of a resident.
ALTER TABLE sessions ADD COLUMN resident_details bytea,
  ADD CHECK ((resident IS NULL) = (resident_details IS NULL));

-- Down Migration
ALTER TABLE sessions DROP COLUMN resident_details;
