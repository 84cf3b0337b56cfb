-- Up Migration
-- The copies of a certificate, for its own page.
CREATE INDEX certificates_copies ON certificates (copy_of) WHERE copy_of IS NOT NULL;

-- Down Migration
DROP INDEX certificates_copies;
