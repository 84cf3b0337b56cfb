-- Up Migration
-- When a question was looked at last, so that those that wait longest come first.
ALTER TABLE case_questions ADD COLUMN checked_at timestamptz;

-- Down Migration
ALTER TABLE case_questions DROP COLUMN checked_at;
