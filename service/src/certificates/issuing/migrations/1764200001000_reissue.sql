-- Up Migration
-- What a key has signed, issued again as one batch.
ALTER TABLE batches DROP CONSTRAINT batches_source_check,
  ADD CONSTRAINT batches_source_check CHECK (source IN ('csv', 'spreadsheet', 'zip', 'single', 'reissue'));

-- Down Migration
ALTER TABLE batches DROP CONSTRAINT batches_source_check,
  ADD CONSTRAINT batches_source_check CHECK (source IN ('csv', 'spreadsheet', 'zip', 'single'));
