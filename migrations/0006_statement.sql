-- The month's statements (晒账单). `statement` holds what is sealed and is only ever added to: one row per
-- organisation, month and revision. The body is the canonical text that people read and the hash its seal. `path` is where the
-- organisation stood when it was published.
CREATE TABLE statement (
  org_id {int} NOT NULL,
  month {int} NOT NULL,
  rev {int} NOT NULL,
  path {text} NOT NULL,
  body {text} NOT NULL,
  hash {text} NOT NULL,
  published_at {int} NOT NULL,
  by_account_id {int} NOT NULL,
  by_post_id {int} NOT NULL,
  confirmed_account_id {int},
  confirmed_post_id {int},
  PRIMARY KEY (org_id, month, rev)
) {table};

-- What still changes around them: the texts of the draft, the newest revision (0 = none yet), whether the
-- organisation offers a public link. No row = a draft that nobody has written in.
CREATE TABLE statement_month (
  org_id {int} NOT NULL,
  month {int} NOT NULL,
  rev {int} NOT NULL,
  first_at {int},
  published_at {int},
  self_text {text} NOT NULL,
  problems {text} NOT NULL,
  is_public {int} NOT NULL CHECK (is_public IN (0, 1)),
  written_by {int} NOT NULL,
  written_at {int} NOT NULL,
  version {int} NOT NULL,
  PRIMARY KEY (org_id, month)
) {table};

-- Proposed corrections: the body as it would be published, why, and what a second person decided.
-- stage: proposed, confirmed, refused. `attempt` counts the proposals for one revision.
CREATE TABLE statement_correction (
  org_id {int} NOT NULL,
  month {int} NOT NULL,
  rev {int} NOT NULL,
  attempt {int} NOT NULL,
  stage {text} NOT NULL CHECK (stage IN ('proposed', 'confirmed', 'refused')),
  body {text} NOT NULL,
  hash {text} NOT NULL,
  by_account_id {int} NOT NULL,
  by_post_id {int} NOT NULL,
  by_role {text} NOT NULL,
  at {int} NOT NULL,
  decided_account_id {int},
  decided_role {text} NOT NULL,
  decided_org_name {text} NOT NULL,
  decided_at {int},
  decided_reason {text} NOT NULL,
  PRIMARY KEY (org_id, month, rev, attempt)
) {table};

CREATE TABLE statement_remark (
  org_id {int} NOT NULL,
  month {int} NOT NULL,
  remark_id {int} NOT NULL,
  rev {int} NOT NULL,
  by_org_id {int} NOT NULL,
  by_org_name {text} NOT NULL,
  by_post_id {int} NOT NULL,
  by_role {text} NOT NULL,
  at {int} NOT NULL,
  text {text} NOT NULL,
  PRIMARY KEY (org_id, month, remark_id)
) {table};
