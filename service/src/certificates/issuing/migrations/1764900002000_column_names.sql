-- Up Migration
-- What the sender of a file said that its columns mean, by header: its rows are read again when one is mended.
ALTER TABLE batches ADD COLUMN column_names jsonb NOT NULL DEFAULT '{}';

-- Down Migration
ALTER TABLE batches DROP COLUMN column_names;
