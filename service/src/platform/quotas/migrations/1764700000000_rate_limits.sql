-- Up Migration
-- As rate-limiter-flexible keeps them: what is counted and whose, how often, until when (Unix milliseconds). Lost in
-- a crash, which harms nobody.
DROP TABLE counted_calls;
CREATE UNLOGGED TABLE counted_calls (
  key varchar(255) PRIMARY KEY,
  points integer NOT NULL DEFAULT 0,
  expire bigint
);
CREATE INDEX counted_calls_expire ON counted_calls (expire);

-- Down Migration
DROP TABLE counted_calls;
CREATE UNLOGGED TABLE counted_calls (
  who text NOT NULL,
  what text NOT NULL,
  since timestamptz NOT NULL,
  calls int NOT NULL,
  PRIMARY KEY (who, what, since)
);
CREATE INDEX counted_calls_since ON counted_calls (since);
