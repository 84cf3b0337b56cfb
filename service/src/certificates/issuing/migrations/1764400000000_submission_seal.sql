-- Up Migration
-- Keyed hash over what is asked for and by whom, made by the service alone: without it nobody can approve.
ALTER TABLE batches ADD COLUMN submission_seal bytea;

-- Down Migration
ALTER TABLE batches DROP COLUMN submission_seal;
