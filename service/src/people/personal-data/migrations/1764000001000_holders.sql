-- Up Migration
-- Personal columns (bytea, named in comments "encrypted") are AES-256-GCM under their holder's key; deleting
-- the holder's row makes them unreadable.
CREATE TABLE holders (
  id uuid PRIMARY KEY,
  issuer text NOT NULL REFERENCES issuers,
  lookup bytea NOT NULL,
  wrapped_key bytea NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now(),
  UNIQUE (issuer, lookup)
);

-- Down Migration
DROP TABLE holders;
