-- Up Migration
-- Of residents they have what finds a person, and lie where that does, in what is backed up for days only. No
-- constraint joins the two schemas; whose account is gone has no session (`authenticate.ts`).
ALTER TABLE sessions DROP CONSTRAINT sessions_person_fkey, DROP CONSTRAINT sessions_system_fkey;
ALTER TABLE sessions SET SCHEMA certbridge_keys;

-- Down Migration
ALTER TABLE certbridge_keys.sessions SET SCHEMA public;
DELETE FROM sessions WHERE (person IS NOT NULL AND person NOT IN (SELECT id FROM people))
  OR (system IS NOT NULL AND system NOT IN (SELECT id FROM systems));
ALTER TABLE sessions ADD FOREIGN KEY (person) REFERENCES people, ADD FOREIGN KEY (system) REFERENCES systems;
