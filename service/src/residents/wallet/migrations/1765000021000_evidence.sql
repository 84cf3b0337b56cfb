-- Up Migration
-- Those of a birth certificate that does not count any more are looked for every few seconds.
CREATE INDEX delegations_evidence ON delegations (evidence) WHERE evidence IS NOT NULL;

-- Down Migration
DROP INDEX delegations_evidence;
