-- Up Migration
-- Organisations whose windows rely on certificates; their keys lie where signing keys do.
CREATE TABLE halls (
  code text PRIMARY KEY,
  name text NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now()
);

-- A window is one key of one PC: a lost browser profile is another window.
CREATE TABLE windows (
  id uuid PRIMARY KEY,
  hall text NOT NULL REFERENCES halls,
  name text NOT NULL,
  -- Public, a P-256 JWK, and its RFC 7638 thumbprint.
  key jsonb NOT NULL,
  thumbprint bytea NOT NULL UNIQUE CHECK (length(thumbprint) = 32),
  -- SHA-256 of the trust anchor that the PC has pinned.
  trust_anchor bytea NOT NULL CHECK (length(trust_anchor) = 32),
  asked_by text NOT NULL,
  asked_at timestamptz NOT NULL DEFAULT now(),
  -- Keyed hash over who asked, and for what: whoever writes to the database cannot make it.
  request_seal bytea NOT NULL,
  decided_by text,
  decided_at timestamptz,
  approved boolean,
  revoked_by text,
  revoked_at timestamptz,
  revoked_for text,
  CHECK (decided_by IS DISTINCT FROM asked_by OR NOT approved),
  CHECK (revoked_at IS NULL OR approved)
);
CREATE INDEX windows_hall ON windows (hall, asked_at);

-- Whoever checks a receipt of years ago needs the certificate of that day.
CREATE TABLE window_certificates (
  window_id uuid NOT NULL REFERENCES windows,
  not_before timestamptz NOT NULL,
  not_after timestamptz NOT NULL,
  token text NOT NULL,
  PRIMARY KEY (window_id, not_before)
);

-- Down Migration
DROP TABLE window_certificates, windows, halls;
