-- Up Migration
-- Verification receipts 核验回执 as their windows signed them. Each has a key of its own.
CREATE TABLE filed_receipts (
  -- SHA-256 of the text.
  digest bytea PRIMARY KEY CHECK (length(digest) = 32),
  hall text NOT NULL REFERENCES halls,
  window_id uuid NOT NULL REFERENCES windows,
  -- The case that it belongs to; none for one that was filed by itself.
  case_id uuid,
  signed_at timestamptz NOT NULL,
  filed_by text NOT NULL,
  filed_at timestamptz NOT NULL DEFAULT now(),
  verdict text NOT NULL,
  code text NOT NULL,
  type text,
  wrapped_key bytea NOT NULL,
  -- Encrypted: the JWS.
  receipt bytea NOT NULL
);
CREATE INDEX filed_receipts_case ON filed_receipts (case_id) WHERE case_id IS NOT NULL;
CREATE INDEX filed_receipts_hall ON filed_receipts (hall, filed_at);

-- Down Migration
DROP TABLE filed_receipts;
