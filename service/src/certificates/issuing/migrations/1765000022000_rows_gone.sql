-- Up Migration
-- Of which no rows are kept: an erasure looks for what else is kept of them.
CREATE INDEX batches_rows_gone ON batches (issuer) WHERE state IN ('refused', 'withdrawn');

-- Down Migration
DROP INDEX batches_rows_gone;
