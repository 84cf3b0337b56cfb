-- Up Migration
CREATE TABLE idempotency (
  issuer text NOT NULL REFERENCES issuers,
  key text NOT NULL,
  request bytea NOT NULL,
  batch uuid REFERENCES batches ON DELETE CASCADE,
  change uuid REFERENCES status_changes,
  created_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (issuer, key)
);

-- Down Migration
DROP TABLE idempotency;
