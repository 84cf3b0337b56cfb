-- Up Migration
-- How often each system called in a minute. Lost in a crash, which harms nobody.
CREATE UNLOGGED TABLE system_calls (
  system text NOT NULL REFERENCES systems ON DELETE CASCADE,
  minute timestamptz NOT NULL,
  calls int NOT NULL,
  PRIMARY KEY (system, minute)
);

-- Down Migration
DROP TABLE system_calls;
