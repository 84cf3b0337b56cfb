-- Up Migration
-- Keyed hashes over who may do what, made by the service alone: without it nobody may do anything.
-- A person's id is derived from what joins their accounts.
ALTER TABLE people DROP COLUMN joined_by, ADD COLUMN seal bytea;
ALTER TABLE accounts ADD COLUMN seal bytea;
ALTER TABLE systems ADD COLUMN seal bytea;

-- Down Migration
ALTER TABLE systems DROP COLUMN seal;
ALTER TABLE accounts DROP COLUMN seal;
ALTER TABLE people DROP COLUMN seal, ADD COLUMN joined_by bytea UNIQUE;
