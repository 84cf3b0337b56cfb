-- Up Migration
-- Keyed hash over what is asked for and by whom, made by the service alone: without it nobody can approve.
ALTER TABLE status_changes ADD COLUMN seal bytea;

-- Down Migration
ALTER TABLE status_changes DROP COLUMN seal;
