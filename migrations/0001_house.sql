-- What the house itself writes: the record of every change, and submissions that must have one effect.
-- Tokens: {int} {text} {blob} column types; {table} keyed table; {heap} table keyed by one column.
CREATE TABLE happening (
  org_id {int} NOT NULL,
  happening_id {int} NOT NULL,
  at {int} NOT NULL,
  kind {text} NOT NULL,
  account_id {int},
  post_id {int},
  role {text} NOT NULL,
  source {text} NOT NULL,
  request_id {text} NOT NULL,
  object {text} NOT NULL,
  result {text} NOT NULL,
  detail {text} NOT NULL,
  PRIMARY KEY (org_id, happening_id)
) {table};
CREATE INDEX happening_at ON happening (at, happening_id);

CREATE TABLE submission (
  account_id {int} NOT NULL,
  submission_key {text} NOT NULL,
  at {int} NOT NULL,
  answer {text} NOT NULL,
  PRIMARY KEY (account_id, submission_key)
) {table};
CREATE INDEX submission_at ON submission (at);

-- How far each reaction to what happened has read.
CREATE TABLE reaction_mark (
  name {text} NOT NULL PRIMARY KEY,
  at {int} NOT NULL
) {heap};
