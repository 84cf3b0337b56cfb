-- Up Migration
-- What waits to be anchored: a leaf, a change, or both (a renewal, which must stand in ONE entry).
CREATE TABLE outbox (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  issuer text NOT NULL REFERENCES issuers,
  cert_id bytea,
  leaf bytea,
  qr_prefix bytea,
  type text,
  keys text[],
  batch uuid,
  change uuid REFERENCES status_changes,
  -- Another change that must stand in the same entry: a revoked successor's predecessor waits for it no more.
  companion uuid REFERENCES status_changes,
  kind text NOT NULL CHECK (kind IN ('certificate', 'change', 'urgent')),
  created_at timestamptz NOT NULL DEFAULT now(),
  seq bigint,
  leaf_index int,
  -- The code with which the ledger refuses an item for good: it is set aside, so that the others go on.
  refused text,
  CHECK ((leaf IS NULL) = (cert_id IS NULL)),
  CHECK (leaf IS NOT NULL OR change IS NOT NULL),
  CHECK ((leaf IS NOT NULL) = (kind = 'certificate')),
  CHECK (companion IS NULL OR change IS NOT NULL)
);
CREATE INDEX outbox_waiting ON outbox (issuer, id) WHERE seq IS NULL;
CREATE INDEX outbox_change ON outbox (change) WHERE change IS NOT NULL;
CREATE INDEX outbox_companion ON outbox (companion) WHERE companion IS NOT NULL;
CREATE INDEX outbox_sent ON outbox (issuer, seq, leaf_index) WHERE seq IS NOT NULL;

-- The exact canonical bytes of each entry, stored before they are first sent.
CREATE TABLE entries (
  issuer text NOT NULL REFERENCES issuers,
  seq bigint NOT NULL CHECK (seq > 0),
  entry bytea NOT NULL,
  hash bytea NOT NULL,
  state text NOT NULL CHECK (state IN ('stored', 'appended', 'attested')),
  size int NOT NULL,
  qr_list bytea,
  attestation jsonb,
  created_at timestamptz NOT NULL DEFAULT now(),
  attested_at timestamptz,
  PRIMARY KEY (issuer, seq)
);
CREATE INDEX entries_unfinished ON entries (issuer, seq) WHERE state <> 'attested';

-- A certificate's place in its entry: with the entry's attestation, its receipt.
CREATE TABLE receipts (
  cert_id bytea PRIMARY KEY REFERENCES certificates,
  issuer text NOT NULL,
  seq bigint NOT NULL,
  leaf_index int NOT NULL,
  path bytea NOT NULL, -- hashes of 32 bytes, leaf to root
  FOREIGN KEY (issuer, seq) REFERENCES entries
);
CREATE INDEX receipts_of_entry ON receipts (issuer, seq);

-- Down Migration
DROP TABLE receipts, entries, outbox;
