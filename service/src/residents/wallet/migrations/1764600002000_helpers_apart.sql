-- Up Migration
-- What finds a person lies where keys do: with it, whoever has the master key could guess from an old copy of
-- `public` whom an erased certificate was of. A credential's carrier is its holder, or the helper of its delegation.
CREATE TABLE certbridge_keys.delegation_helpers (
  delegation uuid PRIMARY KEY, -- no constraint: keys lie apart
  lookup bytea NOT NULL -- keyed hash of the helper's number
);
CREATE INDEX delegation_helpers_lookup ON certbridge_keys.delegation_helpers (lookup);
INSERT INTO certbridge_keys.delegation_helpers SELECT id, helper FROM delegations
  WHERE withdrawn_at IS NULL AND until >= (now() AT TIME ZONE 'Asia/Shanghai')::date;
ALTER TABLE delegations DROP COLUMN helper;
ALTER TABLE wallet_credentials DROP COLUMN carrier;
CREATE INDEX wallet_credentials_holder ON wallet_credentials (holder, device);
CREATE INDEX wallet_credentials_delegation ON wallet_credentials (delegation, device);

-- Down Migration
DROP INDEX wallet_credentials_delegation, wallet_credentials_holder;
DELETE FROM delegations WHERE id NOT IN (SELECT delegation FROM certbridge_keys.delegation_helpers);
ALTER TABLE delegations ADD COLUMN helper bytea;
UPDATE delegations SET helper = x.lookup FROM certbridge_keys.delegation_helpers x WHERE x.delegation = id;
ALTER TABLE delegations ALTER COLUMN helper SET NOT NULL;
CREATE INDEX delegations_helper ON delegations (helper) WHERE withdrawn_at IS NULL;
DELETE FROM wallet_credentials WHERE holder NOT IN (SELECT id FROM certbridge_keys.holders);
ALTER TABLE wallet_credentials ADD COLUMN carrier bytea;
UPDATE wallet_credentials w SET carrier = coalesce(
  (SELECT helper FROM delegations WHERE id = w.delegation),
  (SELECT lookup FROM certbridge_keys.holders WHERE id = w.holder));
ALTER TABLE wallet_credentials ALTER COLUMN carrier SET NOT NULL;
CREATE INDEX wallet_credentials_carrier ON wallet_credentials (carrier, device);
DROP TABLE certbridge_keys.delegation_helpers;
