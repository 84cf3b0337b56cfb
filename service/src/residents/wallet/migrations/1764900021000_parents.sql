-- Up Migration
-- A parent's delegation for a child: the birth certificate that proves it, which must count when it is used.
ALTER TABLE delegations ADD COLUMN evidence bytea REFERENCES certificates; -- none where a holder gave it

-- Down Migration
DELETE FROM delegations WHERE evidence IS NOT NULL;
ALTER TABLE delegations DROP COLUMN evidence;
