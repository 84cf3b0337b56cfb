-- Up Migration
CREATE TABLE sessions (
  id uuid PRIMARY KEY,
  -- SHA-256 of the token: whoever reads this table cannot use a session.
  token_hash bytea NOT NULL UNIQUE,
  person uuid REFERENCES people,
  system text REFERENCES systems,
  -- Keyed hash of a resident's number, as the residents' provider gave it.
  resident bytea,
  via text NOT NULL,
  authenticated_at timestamptz,
  created_at timestamptz NOT NULL DEFAULT now(),
  seen_at timestamptz NOT NULL DEFAULT now(),
  ends_at timestamptz NOT NULL,
  CHECK (num_nonnulls(person, system, resident) = 1)
);
CREATE INDEX sessions_person ON sessions (person);
CREATE INDEX sessions_ends_at ON sessions (ends_at);

-- Down Migration
DROP TABLE sessions;
