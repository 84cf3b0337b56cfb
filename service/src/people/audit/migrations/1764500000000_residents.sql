-- Up Migration
-- Residents who sign in act under a pseudonym of their own: without an issuer.
ALTER TABLE audit_subjects ALTER COLUMN issuer DROP NOT NULL;
CREATE UNIQUE INDEX audit_subjects_resident ON audit_subjects (lookup) WHERE issuer IS NULL;

-- Down Migration
DELETE FROM audit_subjects WHERE issuer IS NULL;
DROP INDEX audit_subjects_resident;
ALTER TABLE audit_subjects ALTER COLUMN issuer SET NOT NULL;
