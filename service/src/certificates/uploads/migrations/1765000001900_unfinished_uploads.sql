-- Up Migration
-- Files on their way in, in pieces as they came (tus): each encrypted under a key of its own, which is deleted as soon
-- as a batch is made of it or it is given up.
CREATE TABLE unfinished_uploads (
  id uuid PRIMARY KEY,
  issuer text NOT NULL REFERENCES issuers,
  sent_by text NOT NULL,
  size bigint NOT NULL, -- bytes that were announced
  kept bigint NOT NULL DEFAULT 0, -- bytes that are here: the first of them
  batch uuid, -- what was made of it: then its pieces and its key are gone
  touched_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX unfinished_uploads_of ON unfinished_uploads (issuer, sent_by, touched_at);
CREATE INDEX unfinished_uploads_touched ON unfinished_uploads (touched_at);

CREATE TABLE unfinished_pieces (
  upload uuid NOT NULL REFERENCES unfinished_uploads ON DELETE CASCADE,
  at bigint NOT NULL, -- its first byte's place in the file
  bytes bytea NOT NULL, -- encrypted
  PRIMARY KEY (upload, at)
);
ALTER TABLE unfinished_pieces ALTER COLUMN bytes SET STORAGE EXTERNAL;

CREATE TABLE certbridge_keys.upload_keys (upload uuid PRIMARY KEY, wrapped_key bytea NOT NULL);

-- Down Migration
DROP TABLE certbridge_keys.upload_keys;
DROP TABLE unfinished_pieces, unfinished_uploads;
