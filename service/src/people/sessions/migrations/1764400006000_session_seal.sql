-- Up Migration
-- Keyed hash over whose it is, since when and how long, made by the service alone: without it there is no session.
ALTER TABLE sessions ADD COLUMN seal bytea;

-- Down Migration
ALTER TABLE sessions DROP COLUMN seal;
