-- Up Migration
-- The service's own keys (of look-ups, of what it vouches for, of what belongs to no holder), wrapped by the master
-- key like holders': so that a master key can be replaced and forgotten.
CREATE TABLE certbridge_keys.service_keys (name text PRIMARY KEY, wrapped_key bytea NOT NULL);

-- Down Migration
DROP TABLE certbridge_keys.service_keys;
