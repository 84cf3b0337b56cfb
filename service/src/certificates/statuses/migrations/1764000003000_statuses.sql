-- Up Migration
-- Decisions about a certificate, as asked for and approved.
CREATE TABLE status_changes (
  id uuid PRIMARY KEY,
  issuer text NOT NULL REFERENCES issuers,
  cert_id bytea NOT NULL REFERENCES certificates,
  decision text NOT NULL CHECK (decision IN ('proposed', 'made', 'rejected')),
  state text NOT NULL CHECK (state IN ('suspended', 'reinstated', 'revoked', 'cancelled', 'superseded', 'transferred', 'withdrawn')),
  reason text NOT NULL,
  by_issuer text,
  by_cert bytea,
  -- With superseded: the day from which it counts. With withdrawn: of what it takes back.
  from_day date,
  submitted_by text NOT NULL,
  approved_by text,
  created_at timestamptz NOT NULL DEFAULT now(),
  made_at timestamptz,
  seq bigint
);
CREATE INDEX status_changes_of_certificate ON status_changes (cert_id, created_at);
CREATE UNIQUE INDEX status_changes_one_open ON status_changes (cert_id) WHERE decision = 'proposed';

-- Down Migration
DROP TABLE status_changes;
