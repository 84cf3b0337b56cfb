-- Up Migration
-- The code with which the ledger refuses an item for good: it is set aside, so that the others go on.
ALTER TABLE outbox ADD COLUMN refused text;

-- Down Migration
ALTER TABLE outbox DROP COLUMN refused;
