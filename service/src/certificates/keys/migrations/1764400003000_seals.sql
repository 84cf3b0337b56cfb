-- Up Migration
-- Keyed hash over what is asked for and by whom, made by the service alone: without it nobody can approve.
ALTER TABLE key_changes ADD COLUMN seal bytea;
-- The same over what was decided: without it nothing is carried out.
ALTER TABLE key_changes ADD COLUMN authorisation bytea;

-- Down Migration
ALTER TABLE key_changes DROP COLUMN authorisation, DROP COLUMN seal;
