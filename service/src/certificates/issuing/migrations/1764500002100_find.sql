-- Up Migration
-- Pages of a department's certificates come in the order of their identifiers.
CREATE INDEX certificates_in_order ON certificates (issuer, identifier);
CREATE INDEX certificates_by_day ON certificates (issuer, issued_on);

-- Down Migration
DROP INDEX certificates_by_day;
DROP INDEX certificates_in_order;
