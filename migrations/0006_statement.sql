-- The month's statements (晒账单): one row per organisation, month and revision, never changed once published.
CREATE TABLE statement (
  org_id {int} NOT NULL,
  month {int} NOT NULL,
  rev {int} NOT NULL,
  stage {text} NOT NULL,
  path {text} NOT NULL,
  self_text {text} NOT NULL,
  problems {text} NOT NULL,
  body {text} NOT NULL,
  hash {text} NOT NULL,
  reason {text} NOT NULL,
  written_by {int} NOT NULL,
  written_at {int} NOT NULL,
  published_by {int},
  published_at {int},
  is_public {int} NOT NULL CHECK (is_public IN (0, 1)),
  version {int} NOT NULL,
  PRIMARY KEY (org_id, month, rev)
) {table};
CREATE INDEX statement_circle ON statement (month, path);

CREATE TABLE statement_remark (
  org_id {int} NOT NULL,
  month {int} NOT NULL,
  remark_id {int} NOT NULL,
  rev {int} NOT NULL,
  by_org_id {int} NOT NULL,
  by_post_id {int} NOT NULL,
  at {int} NOT NULL,
  text {text} NOT NULL,
  PRIMARY KEY (org_id, month, remark_id)
) {table};
