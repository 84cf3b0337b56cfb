-- Up Migration
-- The names that 签发机关 was checked against, the issuer's own first: rows are checked again where one is gone.
ALTER TABLE batches ADD COLUMN authorities text[] NOT NULL DEFAULT '{}';

-- Down Migration
ALTER TABLE batches DROP COLUMN authorities;
