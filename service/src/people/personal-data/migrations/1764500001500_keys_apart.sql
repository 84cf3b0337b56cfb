-- Up Migration
-- Keys, and what finds a person, apart from what they encrypt: so that both are backed up apart, the keys for
-- days only. No constraint joins the two: an older copy of one is restored beside a newer one of the other.
CREATE SCHEMA certbridge_keys;
ALTER TABLE applications DROP CONSTRAINT applications_holder_fkey;
ALTER TABLE certificates DROP CONSTRAINT certificates_holder_fkey;
ALTER TABLE photos DROP CONSTRAINT photos_holder_fkey;
ALTER TABLE holders DROP CONSTRAINT holders_issuer_fkey;
ALTER TABLE audit_subjects DROP CONSTRAINT audit_subjects_issuer_fkey;
ALTER TABLE holders SET SCHEMA certbridge_keys;
ALTER TABLE audit_subjects SET SCHEMA certbridge_keys;

-- Encrypts what a batch keeps besides its holders' data, and keys the digest of its request.
CREATE TABLE certbridge_keys.batch_keys (batch uuid PRIMARY KEY, wrapped_key bytea NOT NULL);
INSERT INTO certbridge_keys.batch_keys SELECT id, wrapped_key FROM batches;
ALTER TABLE batches DROP COLUMN wrapped_key;

-- Tombstones: whose key must never come back, from whichever backup.
CREATE TABLE certbridge_keys.erased_holders (holder uuid PRIMARY KEY, at timestamptz NOT NULL DEFAULT now());

-- Whose row it was, as far as that can be told: then `shown` is encrypted under the holder's key, not the batch's.
ALTER TABLE row_problems ADD COLUMN holder uuid;
CREATE INDEX row_problems_holder ON row_problems (holder) WHERE holder IS NOT NULL;

-- Down Migration
DROP INDEX row_problems_holder;
ALTER TABLE row_problems DROP COLUMN holder;
DROP TABLE certbridge_keys.erased_holders;
ALTER TABLE batches ADD COLUMN wrapped_key bytea;
UPDATE batches SET wrapped_key = k.wrapped_key FROM certbridge_keys.batch_keys k WHERE k.batch = id;
DROP TABLE certbridge_keys.batch_keys;
ALTER TABLE certbridge_keys.audit_subjects SET SCHEMA public;
ALTER TABLE certbridge_keys.holders SET SCHEMA public;
ALTER TABLE audit_subjects ADD FOREIGN KEY (issuer) REFERENCES issuers;
ALTER TABLE holders ADD FOREIGN KEY (issuer) REFERENCES issuers;
ALTER TABLE photos ADD FOREIGN KEY (holder) REFERENCES holders ON DELETE CASCADE;
ALTER TABLE certificates ADD FOREIGN KEY (holder) REFERENCES holders ON DELETE SET NULL;
ALTER TABLE applications ADD FOREIGN KEY (holder) REFERENCES holders ON DELETE SET NULL;
DROP SCHEMA certbridge_keys;
