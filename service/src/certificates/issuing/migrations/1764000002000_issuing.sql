-- Up Migration
CREATE TABLE batches (
  id uuid PRIMARY KEY,
  issuer text NOT NULL REFERENCES issuers,
  type text NOT NULL,
  type_version int NOT NULL,
  source text NOT NULL CHECK (source IN ('csv', 'spreadsheet', 'zip', 'single')),
  mode text NOT NULL CHECK (mode IN ('skip-bad', 'all-or-nothing')),
  state text NOT NULL CHECK (state IN
    ('receiving', 'checked', 'submitted', 'issuing', 'issued', 'returned', 'refused', 'withdrawn')),
  refusal text,
  -- Over all rows, photos, type and layout: fixed when it is submitted, checked again before it is issued.
  digest bytea,
  ignored text[] NOT NULL DEFAULT '{}', -- titles of columns that were not read
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
  fields bytea, -- encrypted
  photo bytea,
  renews bytea,
  copy_of bytea,
  digest bytea NOT NULL, -- keyed hash of all that is to be issued
  PRIMARY KEY (batch, line)
);
CREATE INDEX applications_waiting ON applications (batch, line) WHERE state = 'accepted';
CREATE INDEX applications_holder ON applications (holder);

-- What a batch is about to issue: claimed before its first certificate, so that two batches never meet half way.
CREATE TABLE subject_claims (
  issuer text NOT NULL,
  type text NOT NULL,
  subject bytea NOT NULL,
  batch uuid NOT NULL REFERENCES batches ON DELETE CASCADE,
  line int NOT NULL,
  PRIMARY KEY (issuer, type, subject)
);
CREATE INDEX subject_claims_batch ON subject_claims (batch);

-- The file as it came, encrypted under the batch's key in pieces, for the rows that go back to be mended.
CREATE TABLE uploads (
  batch uuid NOT NULL REFERENCES batches ON DELETE CASCADE,
  n int NOT NULL,
  bytes bytea NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (batch, n)
);
ALTER TABLE uploads ALTER COLUMN bytes SET STORAGE EXTERNAL;

-- What was wrong with a row. `shown` (encrypted under the batch's key) is the value as masked for the operator.
CREATE TABLE row_problems (
  batch uuid NOT NULL REFERENCES batches ON DELETE CASCADE,
  line int NOT NULL,
  n int NOT NULL,
  issuer text NOT NULL,
  field text,
  code text NOT NULL,
  detail jsonb NOT NULL,
  shown bytea,
  note boolean NOT NULL DEFAULT false, -- nothing is wrong: what was brought into the written form
  PRIMARY KEY (batch, line, n)
);

CREATE TABLE photos (
  issuer text NOT NULL,
  holder uuid NOT NULL REFERENCES holders ON DELETE CASCADE,
  digest bytea NOT NULL,
  media_type text NOT NULL,
  image bytea NOT NULL, -- encrypted
  PRIMARY KEY (holder, digest)
);
ALTER TABLE photos ALTER COLUMN image SET STORAGE EXTERNAL;

-- Never rolled back, never locked: two batches do not wait for each other's numbers.
CREATE SEQUENCE certificate_serials;

CREATE TABLE certificates (
  cert_id bytea PRIMARY KEY CHECK (length(cert_id) = 16),
  issuer text NOT NULL REFERENCES issuers,
  issuer_name text NOT NULL, -- as it was called then
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
  -- What takes its place, and from which day (Asia/Shanghai); what the day brings is not written into `state`.
  superseded_by bytea,
  superseded_from date,
  fields bytea, -- encrypted
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
CREATE INDEX certificates_ending ON certificates (issuer, valid_until) WHERE is_current;

CREATE TABLE documents (
  cert_id bytea PRIMARY KEY REFERENCES certificates,
  issuer text NOT NULL,
  pdf bytea, -- encrypted, as signed: without the receipt
  credential bytea, -- encrypted
  qr bytea, -- encrypted COSE_Sign1
  leaf bytea NOT NULL -- hashes only: stays when the holder is deleted
);
ALTER TABLE documents ALTER COLUMN pdf SET STORAGE EXTERNAL;
ALTER TABLE documents ALTER COLUMN credential SET STORAGE EXTERNAL;

-- Down Migration
DROP TABLE documents, certificates, photos, row_problems, uploads, subject_claims, applications, batches;
DROP SEQUENCE certificate_serials;
