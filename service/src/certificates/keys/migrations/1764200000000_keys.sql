-- Up Migration
-- What is done with an issuer's keys: asked for, decided where four eyes are asked, and carried out here and on the ledger.
CREATE TABLE key_changes (
  id uuid PRIMARY KEY,
  issuer text NOT NULL REFERENCES issuers,
  kind text NOT NULL CHECK (kind IN ('rotate', 'revoke')),
  use text NOT NULL CHECK (use IN ('certificate', 'credential')),
  -- Of a revocation: the key. Of a rotation: the keys that take over, made when it is carried out unless named.
  kids text[] NOT NULL,
  reason text CHECK ((reason IS NOT NULL) = (kind = 'revoke')),
  proposed_by text NOT NULL,
  proposed_at timestamptz NOT NULL DEFAULT now(),
  decided_by text CHECK (decided_by IS DISTINCT FROM proposed_by),
  decided_at timestamptz,
  approved boolean,
  -- Code of what kept it from being carried out when it was last tried.
  trouble text,
  done_at timestamptz
);
CREATE INDEX key_changes_unfinished ON key_changes (proposed_at) WHERE approved AND done_at IS NULL;

-- From this moment nothing is signed with them, in whichever replica.
CREATE TABLE revoked_keys (
  kid text PRIMARY KEY,
  issuer text NOT NULL REFERENCES issuers,
  reason text NOT NULL,
  at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX revoked_keys_issuer ON revoked_keys (issuer);

-- Down Migration
DROP TABLE revoked_keys, key_changes;
