-- Up Migration
-- Keyed hash over what was approved and by whom, made by the service alone: without it nothing is issued.
ALTER TABLE batches ADD COLUMN authorisation bytea;
-- Why it was given back; encrypted under the batch's key.
ALTER TABLE batches ADD COLUMN return_reason bytea;

-- Down Migration
ALTER TABLE batches DROP COLUMN return_reason, DROP COLUMN authorisation;
