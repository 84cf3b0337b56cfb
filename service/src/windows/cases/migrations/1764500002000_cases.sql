-- Up Migration
-- One person's matter at a window 办件. Columns named encrypted are under the case's own key.
CREATE TABLE cases (
  id uuid PRIMARY KEY,
  hall text NOT NULL REFERENCES halls,
  item text NOT NULL,
  item_version integer NOT NULL,
  wrapped_key bytea NOT NULL,
  -- Encrypted: name and number of whoever comes.
  holder bytea NOT NULL,
  opened_by text NOT NULL,
  opened_at timestamptz NOT NULL DEFAULT now(),
  closed_as text CHECK (closed_as IN ('accepted', 'withdrawn', 'refused')),
  closed_by text,
  closed_at timestamptz
);
CREATE INDEX cases_hall ON cases (hall, opened_at);

-- How each material of a case was settled; one that is not settled has no row.
CREATE TABLE case_materials (
  case_id uuid NOT NULL REFERENCES cases,
  material text NOT NULL,
  settled text NOT NULL CHECK (settled IN ('certificate', 'paper', 'not-needed', 'deferred', 'declared')),
  -- Digest of the receipt whose certificate covers it.
  receipt bytea REFERENCES filed_receipts,
  settled_by text NOT NULL,
  settled_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (case_id, material),
  CHECK ((settled = 'certificate') = (receipt IS NOT NULL))
);

-- 容缺受理 deferred, 告知承诺 declared: accepted now, due later.
CREATE TABLE case_commitments (
  case_id uuid NOT NULL REFERENCES cases,
  material text NOT NULL,
  kind text NOT NULL CHECK (kind IN ('deferred', 'declared')),
  due date NOT NULL,
  -- Encrypted: why, and the signature drawn on the screen, if it was (PNG).
  reason bytea NOT NULL,
  signature bytea,
  made_by text NOT NULL,
  made_at timestamptz NOT NULL DEFAULT now(),
  fulfilled_at timestamptz,
  PRIMARY KEY (case_id, material)
);
CREATE INDEX case_commitments_due ON case_commitments (due) WHERE fulfilled_at IS NULL;

-- What could not be told when it was shown, kept until it can.
CREATE TABLE case_questions (
  receipt bytea PRIMARY KEY REFERENCES filed_receipts,
  case_id uuid NOT NULL REFERENCES cases,
  kind text NOT NULL CHECK (kind IN ('pdf', 'qr')),
  -- Encrypted: the file's bytes, or the text of the code.
  content bytea,
  answered_at timestamptz,
  verdict text,
  code text,
  seen_at timestamptz
);
CREATE INDEX case_questions_open ON case_questions (case_id) WHERE answered_at IS NULL;

-- Down Migration
DROP TABLE case_questions, case_commitments, case_materials, cases;
