-- Up Migration
-- Every row belongs to an issuer.
CREATE TABLE issuers (
  code text PRIMARY KEY CHECK (length(code) = 18),
  name text NOT NULL,
  msp_id text NOT NULL,
  types text[] NOT NULL,
  document_kid text NOT NULL,
  qr_kid text NOT NULL,
  credential_kid text NOT NULL,
  four_eyes boolean NOT NULL DEFAULT false,
  created_at timestamptz NOT NULL DEFAULT now()
);

-- Down Migration
DROP TABLE issuers;
