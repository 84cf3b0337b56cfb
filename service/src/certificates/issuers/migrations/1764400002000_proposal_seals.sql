-- Up Migration
-- Keyed hash over what is asked for and by whom, made by the service alone: without it nobody can approve.
ALTER TABLE rule_changes ADD COLUMN seal bytea;
ALTER TABLE issuers ADD COLUMN ending_seal bytea;

-- Down Migration
ALTER TABLE issuers DROP COLUMN ending_seal;
ALTER TABLE rule_changes DROP COLUMN seal;
