-- Up Migration
-- A wallet credential is anchored and revoked under a certId of its own, which is in `wallet_credentials`.
ALTER TABLE receipts DROP CONSTRAINT receipts_cert_id_fkey;
ALTER TABLE status_changes DROP CONSTRAINT status_changes_cert_id_fkey;

-- Who may act for a holder, with one certificate, for what and until when.
CREATE TABLE delegations (
  id uuid PRIMARY KEY,
  issuer text NOT NULL REFERENCES issuers,
  certificate bytea NOT NULL REFERENCES certificates,
  holder uuid NOT NULL, -- no constraint: keys lie apart, and once the holder's is gone this cannot be read
  helper bytea NOT NULL, -- keyed hash of the helper's number
  details bytea NOT NULL, -- encrypted under the holder's key: both names, the helper's number masked, the items
  until date NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now(),
  withdrawn_at timestamptz
);
CREATE INDEX delegations_holder ON delegations (holder);
CREATE INDEX delegations_helper ON delegations (helper) WHERE withdrawn_at IS NULL;

CREATE TABLE wallet_credentials (
  cert_id bytea PRIMARY KEY CHECK (length(cert_id) = 16),
  issuer text NOT NULL REFERENCES issuers,
  original bytea NOT NULL REFERENCES certificates,
  holder uuid NOT NULL, -- no constraint: keys lie apart, and once the holder's is gone this cannot be read
  delegation uuid REFERENCES delegations ON DELETE CASCADE,
  carrier bytea NOT NULL, -- keyed hash of the number of whoever has the device: the holder, or the helper
  device bytea NOT NULL CHECK (length(device) = 8), -- first bytes of SHA-256 of the key's SubjectPublicKeyInfo
  label bytea NOT NULL, -- encrypted under the holder's key: what the device is called
  qr bytea NOT NULL, -- encrypted under the holder's key: COSE_Sign1
  valid_until date NOT NULL,
  state text NOT NULL DEFAULT 'issued' CHECK (state IN ('issued', 'suspended', 'revoked')),
  created_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX wallet_credentials_original ON wallet_credentials (original, created_at);
CREATE INDEX wallet_credentials_carrier ON wallet_credentials (carrier, device);

-- Down Migration
DROP TABLE wallet_credentials, delegations;
ALTER TABLE status_changes ADD CONSTRAINT status_changes_cert_id_fkey FOREIGN KEY (cert_id) REFERENCES certificates;
ALTER TABLE receipts ADD CONSTRAINT receipts_cert_id_fkey FOREIGN KEY (cert_id) REFERENCES certificates;
