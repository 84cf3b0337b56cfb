-- Up Migration
-- What a holder says is wrong on a certificate, for the department that issued it.
CREATE TABLE corrections (
  id uuid PRIMARY KEY,
  issuer text NOT NULL REFERENCES issuers,
  certificate bytea NOT NULL REFERENCES certificates,
  holder uuid NOT NULL,
  said bytea NOT NULL, -- encrypted under the holder's key
  answer bytea, -- encrypted under the holder's key
  created_at timestamptz NOT NULL DEFAULT now(),
  answered_at timestamptz
);
CREATE INDEX corrections_open ON corrections (issuer, created_at) WHERE answered_at IS NULL;
CREATE INDEX corrections_holder ON corrections (holder);

-- Down Migration
DROP TABLE corrections;
