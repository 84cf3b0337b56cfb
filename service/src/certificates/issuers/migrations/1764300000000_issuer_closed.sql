-- Up Migration
-- Why the ledger takes nothing new from the issuer: it is about to move to another province, has moved, or has ended.
ALTER TABLE issuers ADD COLUMN closed text CHECK (closed IN ('moving', 'moved', 'retired'));
-- Until then its log takes revocations and suspensions only: it has had its bytes of the hour.
ALTER TABLE issuers ADD COLUMN budget_spent_until timestamptz;

-- Down Migration
ALTER TABLE issuers DROP COLUMN budget_spent_until, DROP COLUMN closed;
