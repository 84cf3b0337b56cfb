-- Up Migration
-- What was done and seen. The service may insert and select here and in audit_leaves and audit_heads, nothing
-- else; `details` are encrypted under the subject's audit key, or the common one.
CREATE TABLE audit_records (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  at timestamptz NOT NULL DEFAULT date_trunc('milliseconds', clock_timestamp()),
  act text NOT NULL,
  actor_kind text NOT NULL CHECK (actor_kind IN ('person', 'system', 'resident', 'service')),
  actor text NOT NULL,
  roles text[] NOT NULL,
  -- In whose matter.
  issuer text,
  batch uuid,
  certificate bytea,
  -- On whom: a pseudonym of audit_subjects.
  subject uuid,
  request text,
  details bytea NOT NULL
);
CREATE INDEX audit_records_subject ON audit_records (subject) WHERE subject IS NOT NULL;
CREATE INDEX audit_records_batch ON audit_records (batch) WHERE batch IS NOT NULL;
CREATE INDEX audit_records_actor ON audit_records (actor, id);

-- Records that the sealer has not put into the tree yet.
CREATE TABLE audit_queue (record bigint PRIMARY KEY);

-- The tree (RFC 6962 §2.1): leaf hashes in the order in which they were sealed.
CREATE TABLE audit_leaves (
  position bigint PRIMARY KEY,
  record bigint NOT NULL UNIQUE REFERENCES audit_records,
  hash bytea NOT NULL CHECK (length(hash) = 32)
);

-- The tree's states; `peaks` are the roots of its perfect subtrees, largest first.
CREATE TABLE audit_heads (
  size bigint PRIMARY KEY,
  root bytea NOT NULL CHECK (length(root) = 32),
  peaks bytea NOT NULL,
  at timestamptz NOT NULL DEFAULT now()
);

-- Who a pseudonym is, by a keyed hash of the number, and the key of what is said about them: apart from the
-- holder's own key, so that it outlives the erasure of their data until retention ends.
CREATE TABLE audit_subjects (
  pseudonym uuid PRIMARY KEY,
  issuer text NOT NULL REFERENCES issuers,
  lookup bytea NOT NULL,
  wrapped_key bytea NOT NULL,
  UNIQUE (issuer, lookup)
);

-- Down Migration
DROP TABLE audit_subjects, audit_heads, audit_leaves, audit_queue, audit_records;
