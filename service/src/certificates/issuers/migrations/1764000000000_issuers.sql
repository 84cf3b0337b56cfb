-- Up Migration
-- Every row belongs to an issuer.
CREATE TABLE issuers (
  code text PRIMARY KEY CHECK (length(code) = 18),
  name text NOT NULL,
  -- Further names that its certificates may show as their issuing authority.
  authorities text[] NOT NULL DEFAULT '{}',
  msp_id text NOT NULL,
  types text[] NOT NULL,
  document_kid text NOT NULL,
  qr_kid text NOT NULL,
  credential_kid text NOT NULL,
  four_eyes boolean NOT NULL DEFAULT false,
  -- Whether the ledger knows it as it is here; until then it issues nothing.
  registered boolean NOT NULL,
  -- Withdrawn: it issued nothing; retired: its certificates stay, and nothing is added to them.
  ended text CHECK (ended IN ('withdrawn', 'retired')),
  -- An end that waits for a second person, and who proposed it.
  ending text CHECK (ending IN ('withdrawn', 'retired')),
  ending_by text,
  created_at timestamptz NOT NULL DEFAULT now()
);

-- Down Migration
DROP TABLE issuers;
