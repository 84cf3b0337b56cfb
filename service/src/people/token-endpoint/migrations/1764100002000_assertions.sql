-- Up Migration
-- Client assertions that were used, kept while they would still be valid (RFC 7523 §3, jti).
CREATE TABLE used_assertions (
  system text NOT NULL REFERENCES systems ON DELETE CASCADE,
  jti text NOT NULL,
  expires_at timestamptz NOT NULL,
  PRIMARY KEY (system, jti)
);
CREATE INDEX used_assertions_expires_at ON used_assertions (expires_at);

-- Down Migration
DROP TABLE used_assertions;
