-- Up Migration
-- One row: the network that the database was first used with, and which master key its secrets are under.
CREATE TABLE belonging (
  one boolean PRIMARY KEY DEFAULT true CHECK (one),
  network text NOT NULL,
  -- HMAC of the network under the oldest master key: tells keys apart and says nothing of them.
  master_key_mac bytea NOT NULL,
  recorded_at timestamptz NOT NULL DEFAULT now()
);

-- Down Migration
DROP TABLE belonging;
