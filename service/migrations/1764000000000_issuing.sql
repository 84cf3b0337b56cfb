-- Up Migration
-- Every row belongs to an issuer. Personal columns (bytea, named in comments "sealed") are AES-256-GCM
-- under their holder's key; deleting the holder's row makes them unreadable.

CREATE TABLE issuers (
  code text PRIMARY KEY CHECK (length(code) = 18),
  name text NOT NULL,
  msp_id text NOT NULL,
  types text[] NOT NULL,
  document_kid text NOT NULL,
  credential_kid text NOT NULL,
  four_eyes boolean NOT NULL DEFAULT false,
  created_at timestamptz NOT NULL DEFAULT now()
);

CREATE TABLE holders (
  id uuid PRIMARY KEY,
  issuer text NOT NULL REFERENCES issuers,
  lookup bytea NOT NULL,
  wrapped_key bytea NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now(),
  UNIQUE (issuer, lookup)
);

CREATE TABLE batches (
  id uuid PRIMARY KEY,
  issuer text NOT NULL REFERENCES issuers,
  type text NOT NULL,
  type_version int NOT NULL,
  source text NOT NULL CHECK (source IN ('csv', 'zip', 'single')),
  mode text NOT NULL CHECK (mode IN ('skip-bad', 'all-or-nothing')),
  state text NOT NULL CHECK (state IN ('receiving', 'submitted', 'issuing', 'issued', 'refused')),
  refusal text,
  submitted_by text NOT NULL,
  approved_by text,
  wrapped_key bytea NOT NULL,
  lines int NOT NULL DEFAULT 0,
  bad int NOT NULL DEFAULT 0,
  issued int NOT NULL DEFAULT 0,
  anchored int NOT NULL DEFAULT 0,
  created_at timestamptz NOT NULL DEFAULT now(),
  finished_at timestamptz
);
CREATE INDEX batches_unfinished ON batches (created_at) WHERE state IN ('receiving', 'issuing');
CREATE INDEX batches_of_issuer ON batches (issuer, created_at);

CREATE TABLE applications (
  batch uuid NOT NULL REFERENCES batches ON DELETE CASCADE,
  line int NOT NULL,
  issuer text NOT NULL,
  state text NOT NULL CHECK (state IN ('accepted', 'issued', 'refused')),
  holder uuid REFERENCES holders ON DELETE SET NULL,
  subject bytea,
  fields bytea, -- sealed
  photo bytea,
  renews bytea,
  copy_of bytea,
  PRIMARY KEY (batch, line)
);
CREATE INDEX applications_waiting ON applications (batch, line) WHERE state = 'accepted';
CREATE INDEX applications_holder ON applications (holder);

-- What was wrong with a row. `shown` (sealed under the batch's key) is the value as masked for the operator.
CREATE TABLE row_problems (
  batch uuid NOT NULL REFERENCES batches ON DELETE CASCADE,
  line int NOT NULL,
  n int NOT NULL,
  issuer text NOT NULL,
  field text,
  code text NOT NULL,
  detail jsonb NOT NULL,
  shown bytea,
  PRIMARY KEY (batch, line, n)
);

CREATE TABLE photos (
  issuer text NOT NULL,
  holder uuid NOT NULL REFERENCES holders ON DELETE CASCADE,
  digest bytea NOT NULL,
  media_type text NOT NULL,
  image bytea NOT NULL, -- sealed
  PRIMARY KEY (holder, digest)
);
ALTER TABLE photos ALTER COLUMN image SET STORAGE EXTERNAL;

-- Never rolled back, never locked: two batches do not wait for each other's numbers.
CREATE SEQUENCE certificate_serials;

CREATE TABLE certificates (
  cert_id bytea PRIMARY KEY CHECK (length(cert_id) = 16),
  issuer text NOT NULL REFERENCES issuers,
  type text NOT NULL,
  type_version int NOT NULL,
  layout int NOT NULL,
  identifier text NOT NULL,
  serial text NOT NULL,
  version int NOT NULL,
  batch uuid NOT NULL REFERENCES batches,
  line int NOT NULL,
  holder uuid REFERENCES holders ON DELETE SET NULL,
  subject bytea,
  is_current boolean NOT NULL,
  state text NOT NULL DEFAULT 'issued'
    CHECK (state IN ('issued', 'suspended', 'revoked', 'cancelled', 'superseded', 'transferred')),
  fields bytea, -- sealed
  photo bytea,
  issued_on date NOT NULL,
  valid_from date NOT NULL,
  valid_until date,
  keys text[] NOT NULL,
  renews bytea,
  copy_of bytea,
  submitted_by text NOT NULL,
  approved_by text,
  created_at timestamptz NOT NULL DEFAULT now(),
  UNIQUE (batch, line)
);
-- A renewal has its predecessor's serial; a copy has a serial of its own.
CREATE UNIQUE INDEX certificates_identifier ON certificates (identifier);
-- One current certificate a subject: two batches that race cannot both issue it.
CREATE UNIQUE INDEX certificates_subject ON certificates (issuer, type, subject) WHERE is_current;
CREATE INDEX certificates_holder ON certificates (holder);
CREATE INDEX certificates_of_issuer ON certificates (issuer, created_at);

CREATE TABLE documents (
  cert_id bytea PRIMARY KEY REFERENCES certificates,
  issuer text NOT NULL,
  pdf bytea, -- sealed, as signed: without the receipt
  credential bytea, -- sealed
  qr bytea, -- sealed COSE_Sign1
  leaf bytea NOT NULL -- hashes only: stays when the holder is deleted
);
ALTER TABLE documents ALTER COLUMN pdf SET STORAGE EXTERNAL;
ALTER TABLE documents ALTER COLUMN credential SET STORAGE EXTERNAL;

-- Decisions about a certificate, as asked for and approved.
CREATE TABLE status_changes (
  id uuid PRIMARY KEY,
  issuer text NOT NULL REFERENCES issuers,
  cert_id bytea NOT NULL REFERENCES certificates,
  decision text NOT NULL CHECK (decision IN ('proposed', 'made', 'rejected')),
  state text NOT NULL CHECK (state IN ('suspended', 'reinstated', 'revoked', 'cancelled', 'superseded', 'transferred')),
  reason text NOT NULL,
  by_issuer text,
  by_cert bytea,
  submitted_by text NOT NULL,
  approved_by text,
  created_at timestamptz NOT NULL DEFAULT now(),
  made_at timestamptz,
  seq bigint
);
CREATE INDEX status_changes_of_certificate ON status_changes (cert_id, created_at);
CREATE UNIQUE INDEX status_changes_one_open ON status_changes (cert_id) WHERE decision = 'proposed';

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
  created_at timestamptz NOT NULL DEFAULT now(),
  seq bigint,
  leaf_index int,
  CHECK ((leaf IS NULL) = (cert_id IS NULL)),
  CHECK (leaf IS NOT NULL OR change IS NOT NULL)
);
CREATE INDEX outbox_waiting ON outbox (issuer, id) WHERE seq IS NULL;
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
DROP TABLE idempotency, receipts, entries, outbox, status_changes, documents, certificates, photos,
  row_problems, applications, batches, holders, issuers;
DROP SEQUENCE certificate_serials;
