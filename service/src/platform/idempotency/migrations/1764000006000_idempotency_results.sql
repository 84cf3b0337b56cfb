-- Up Migration
-- What a request made is named by kind and id, so that this table knows no other.
ALTER TABLE idempotency ADD COLUMN kind text, ADD COLUMN result text;
UPDATE idempotency SET kind = CASE WHEN batch IS NULL THEN 'change' ELSE 'batch' END,
  result = coalesce(batch, change)::text;
-- A key without a result cannot be answered from: no such row is ever written.
DELETE FROM idempotency WHERE result IS NULL;
ALTER TABLE idempotency ALTER COLUMN kind SET NOT NULL, ALTER COLUMN result SET NOT NULL,
  DROP COLUMN batch, DROP COLUMN change;
CREATE INDEX idempotency_result ON idempotency (kind, result);

-- Down Migration
ALTER TABLE idempotency ADD COLUMN batch uuid REFERENCES batches ON DELETE CASCADE,
  ADD COLUMN change uuid REFERENCES status_changes;
UPDATE idempotency SET batch = CASE WHEN kind = 'batch' THEN result::uuid END,
  change = CASE WHEN kind = 'change' THEN result::uuid END;
DROP INDEX idempotency_result;
ALTER TABLE idempotency DROP COLUMN kind, DROP COLUMN result;
