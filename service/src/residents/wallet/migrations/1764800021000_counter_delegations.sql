-- Up Migration
-- A delegation made at a counter counts once a second clerk, the witness, has seen the holder there too.
ALTER TABLE delegations ADD COLUMN made_by text; -- the clerk; none where the holder made it
ALTER TABLE delegations ADD COLUMN made_seal bytea; -- that this service wrote who made it, and for whom
ALTER TABLE delegations ADD COLUMN witnessed_by text;

-- Down Migration
DELETE FROM delegations WHERE made_by IS NOT NULL AND witnessed_by IS NULL;
ALTER TABLE delegations DROP COLUMN made_by, DROP COLUMN made_seal, DROP COLUMN witnessed_by;
