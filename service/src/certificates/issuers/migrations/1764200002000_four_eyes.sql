-- Up Migration
-- Keyed hash over the rule, made by the service alone: without it two people are needed, whatever four_eyes says.
ALTER TABLE issuers ADD COLUMN rule_seal bytea;

-- One administrator asks that one person may issue alone; another decides.
CREATE TABLE rule_changes (
  id uuid PRIMARY KEY,
  issuer text NOT NULL REFERENCES issuers,
  proposed_by text NOT NULL,
  proposed_at timestamptz NOT NULL DEFAULT now(),
  decided_by text,
  decided_at timestamptz,
  approved boolean,
  CHECK (decided_by IS DISTINCT FROM proposed_by OR NOT approved)
);
CREATE UNIQUE INDEX rule_changes_one_open ON rule_changes (issuer) WHERE approved IS NULL;

-- Down Migration
DROP TABLE rule_changes;
ALTER TABLE issuers DROP COLUMN rule_seal;
