-- Up Migration
-- How often somebody did something in a minute or an hour. Lost in a crash, which harms nobody.
CREATE UNLOGGED TABLE counted_calls (
  who text NOT NULL,
  what text NOT NULL,
  since timestamptz NOT NULL,
  calls int NOT NULL,
  PRIMARY KEY (who, what, since)
);
CREATE INDEX counted_calls_since ON counted_calls (since);
DROP TABLE system_calls;

-- Down Migration
DROP TABLE counted_calls;
CREATE UNLOGGED TABLE system_calls (
  system text NOT NULL REFERENCES systems ON DELETE CASCADE,
  minute timestamptz NOT NULL,
  calls int NOT NULL,
  PRIMARY KEY (system, minute)
);
