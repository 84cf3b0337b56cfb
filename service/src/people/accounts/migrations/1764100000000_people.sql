-- Up Migration
-- Whoever acts here. `issuers` and `types` are codes, or only '*' for all; empty covers nothing.
CREATE TABLE people (
  id uuid PRIMARY KEY,
  -- Encrypted: the name that the provider gave.
  name bytea NOT NULL,
  -- Keyed hash of the claim that joins one person's accounts, where a setting names one.
  joined_by bytea UNIQUE,
  roles text[] NOT NULL DEFAULT '{}',
  issuers text[] NOT NULL DEFAULT '{}' CHECK (NOT '*' = ANY (issuers) OR cardinality(issuers) = 1),
  types text[] NOT NULL DEFAULT '{}' CHECK (NOT '*' = ANY (types) OR cardinality(types) = 1),
  created_at timestamptz NOT NULL DEFAULT now()
);

-- OpenID Connect Core 1.0 §2: issuer and subject together are what stays the same.
CREATE TABLE accounts (
  issuer text NOT NULL,
  subject text NOT NULL,
  person uuid NOT NULL REFERENCES people,
  created_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (issuer, subject)
);
CREATE INDEX accounts_person ON accounts (person);

-- Programs that act here: OAuth 2.0 clients with keys of their own.
CREATE TABLE systems (
  id text PRIMARY KEY,
  name text NOT NULL,
  -- Public keys: a JSON Web Key Set (RFC 7517).
  keys jsonb NOT NULL,
  roles text[] NOT NULL DEFAULT '{}',
  issuers text[] NOT NULL DEFAULT '{}' CHECK (NOT '*' = ANY (issuers) OR cardinality(issuers) = 1),
  types text[] NOT NULL DEFAULT '{}' CHECK (NOT '*' = ANY (types) OR cardinality(types) = 1),
  created_at timestamptz NOT NULL DEFAULT now()
);

-- What one administrator proposes and another decides.
CREATE TABLE access_changes (
  id uuid PRIMARY KEY,
  person uuid REFERENCES people,
  system text,
  -- Of a system: its name and keys.
  system_name text,
  system_keys jsonb,
  roles text[] NOT NULL,
  issuers text[] NOT NULL,
  types text[] NOT NULL,
  proposed_by text NOT NULL,
  proposed_at timestamptz NOT NULL DEFAULT now(),
  decided_by text,
  decided_at timestamptz,
  approved boolean,
  CHECK ((person IS NULL) <> (system IS NULL)),
  CHECK (decided_by IS DISTINCT FROM proposed_by)
);

-- Down Migration
DROP TABLE access_changes;
DROP TABLE systems;
DROP TABLE accounts;
DROP TABLE people;
