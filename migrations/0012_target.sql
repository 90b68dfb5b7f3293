-- Letters (目标责任书): an issue with its targets, one letter per recipient, what was sealed and who signed it.
-- Weights are tenths; those of one letter sum to 1000. `written_by`, `issued_by` are posts, `issued_account` who held it.
-- stage: draft, template, issued. `upper_org_id` and `upper_issue_id` name the issuer's own letter it was built from.
CREATE TABLE letter_issue (
  org_id {int} NOT NULL,
  issue_id {int} NOT NULL,
  year {int} NOT NULL,
  stage {text} NOT NULL CHECK (stage IN ('draft', 'template', 'issued')),
  number {text} NOT NULL,
  title {text} NOT NULL,
  domain {text} NOT NULL,
  level {text} NOT NULL,
  audience {text} NOT NULL,
  from_day {text} NOT NULL,
  until_day {text} NOT NULL,
  upper_org_id {int},
  upper_issue_id {int},
  letters {int} NOT NULL,
  written_by {int} NOT NULL,
  written_at {int} NOT NULL,
  issued_by {int},
  issued_account {int},
  issued_at {int},
  version {int} NOT NULL,
  PRIMARY KEY (org_id, issue_id)
) {table};
CREATE INDEX letter_issue_year ON letter_issue (org_id, year, issue_id);
CREATE UNIQUE INDEX letter_issue_number ON letter_issue (org_id, number) WHERE number <> '';

-- Targets are few and written once, so every shard may hold them all. One is seen by its readers only when `visible`
-- is 1. Its columns are those of the assessment sheet: project 项目, text 内容, requirement 要求, weight 分值,
-- assessment 考评方式, deduction 扣分办法. `only_org_id`: added for one recipient by a revision.
CREATE TABLE target (
  target_id {int} NOT NULL PRIMARY KEY,
  issue_id {int} NOT NULL,
  issuer_id {int} NOT NULL,
  year {int} NOT NULL,
  seq {int} NOT NULL,
  clause_id {int},
  milestone_id {int},
  upper_target_id {int},
  only_org_id {int},
  basis {text} NOT NULL,
  project {text} NOT NULL,
  text {text} NOT NULL,
  requirement {text} NOT NULL,
  kind {text} NOT NULL CHECK (kind IN ('metric', 'judgement')),
  measure {text} NOT NULL,
  value {text} NOT NULL,
  weight {int} NOT NULL,
  assessment {text} NOT NULL,
  deduction {text} NOT NULL,
  visible {int} NOT NULL CHECK (visible IN (0, 1))
) {heap};
CREATE INDEX target_issue ON target (issue_id, seq);
CREATE INDEX target_upper ON target (upper_target_id) WHERE upper_target_id IS NOT NULL;

-- A target of the letter above that an issue does not carry on, and why.
CREATE TABLE target_cut (
  org_id {int} NOT NULL,
  issue_id {int} NOT NULL,
  upper_target_id {int} NOT NULL,
  reason {text} NOT NULL,
  at {int} NOT NULL,
  by_post_id {int} NOT NULL,
  PRIMARY KEY (org_id, issue_id, upper_target_id)
) {table};
CREATE INDEX target_cut_upper ON target_cut (upper_target_id);

-- What a draft sets for one recipient instead of the target's own value; owned by the recipient, whose letter gets it.
CREATE TABLE letter_value (
  org_id {int} NOT NULL,
  issue_id {int} NOT NULL,
  target_id {int} NOT NULL,
  value {text} NOT NULL,
  PRIMARY KEY (org_id, issue_id, target_id)
) {table};
CREATE INDEX letter_value_issue ON letter_value (issue_id);

-- state: 1 issued, 2 signed, 3 in force, 4 superseded, 5 withdrawn. `path` is where the recipient stood when it was
-- issued and never changes; `place` follows it. `proposed_by`: issuer or recipient. `answered` 0 = an open objection.
CREATE TABLE letter (
  org_id {int} NOT NULL,
  year {int} NOT NULL,
  issue_id {int} NOT NULL,
  rev {int} NOT NULL,
  issuer_id {int} NOT NULL,
  path {text} NOT NULL,
  place {text} NOT NULL,
  state {int} NOT NULL CHECK (state BETWEEN 1 AND 5),
  objected {int} NOT NULL CHECK (objected IN (0, 1)),
  proposed_by {text} NOT NULL CHECK (proposed_by IN ('issuer', 'recipient')),
  reason {text} NOT NULL,
  until_day {text} NOT NULL,
  issued_at {int} NOT NULL,
  changed_at {int} NOT NULL,
  signed_at {int},
  in_force_at {int},
  version {int} NOT NULL,
  PRIMARY KEY (org_id, year, issue_id, rev)
) {table};
CREATE INDEX letter_of_issue ON letter (issue_id, place, rev);
CREATE INDEX letter_board ON letter (year, place, issue_id, rev);

CREATE TABLE letter_target (
  org_id {int} NOT NULL,
  year {int} NOT NULL,
  issue_id {int} NOT NULL,
  rev {int} NOT NULL,
  target_id {int} NOT NULL,
  value {text} NOT NULL,
  weight {int} NOT NULL,
  PRIMARY KEY (org_id, year, issue_id, rev, target_id)
) {table};

CREATE TABLE letter_step (
  org_id {int} NOT NULL,
  year {int} NOT NULL,
  issue_id {int} NOT NULL,
  rev {int} NOT NULL,
  seq {int} NOT NULL,
  kind {text} NOT NULL,
  at {int} NOT NULL,
  by_org_id {int} NOT NULL,
  by_post_id {int} NOT NULL,
  by_account_id {int} NOT NULL,
  reason {text} NOT NULL,
  PRIMARY KEY (org_id, year, issue_id, rev, seq)
) {table};

-- What was sealed: only ever added to, like the signatures.
CREATE TABLE letter_seal (
  org_id {int} NOT NULL,
  year {int} NOT NULL,
  issue_id {int} NOT NULL,
  rev {int} NOT NULL,
  body {text} NOT NULL,
  hash {text} NOT NULL,
  sealed_at {int} NOT NULL,
  PRIMARY KEY (org_id, year, issue_id, rev)
) {table};

-- side: recipient or issuer. Organisation, post and person are named as on the day of signing.
CREATE TABLE letter_signature (
  org_id {int} NOT NULL,
  year {int} NOT NULL,
  issue_id {int} NOT NULL,
  rev {int} NOT NULL,
  side {text} NOT NULL CHECK (side IN ('recipient', 'issuer')),
  by_org_id {int} NOT NULL,
  by_org_name {text} NOT NULL,
  by_post_id {int} NOT NULL,
  by_post_title {text} NOT NULL,
  by_account_id {int} NOT NULL,
  by_name {text} NOT NULL,
  key_id {int} NOT NULL,
  algorithm {text} NOT NULL,
  public_key {text} NOT NULL,
  signature {text} NOT NULL,
  at {int} NOT NULL,
  PRIMARY KEY (org_id, year, issue_id, rev, side)
) {table};

-- The signing key of one tenure of a post. `secret` is encrypted under the key of the house that `house_key` names and
-- wiped when the key ends.
CREATE TABLE post_key (
  org_id {int} NOT NULL,
  key_id {int} NOT NULL,
  post_id {int} NOT NULL,
  holder_id {int} NOT NULL,
  algorithm {text} NOT NULL,
  public_key {text} NOT NULL,
  secret {blob} NOT NULL,
  house_key {text} NOT NULL,
  made_at {int} NOT NULL,
  ended_at {int},
  PRIMARY KEY (org_id, key_id)
) {table};
CREATE UNIQUE INDEX post_key_tenure ON post_key (org_id, holder_id, algorithm);

-- Whether letters may be issued to villages, decided for a whole tree from a day on; no row = no.
CREATE TABLE letter_setting (
  org_id {int} NOT NULL,
  from_day {text} NOT NULL,
  villages {int} NOT NULL CHECK (villages IN (0, 1)),
  reason {text} NOT NULL,
  at {int} NOT NULL,
  by_post_id {int} NOT NULL,
  PRIMARY KEY (org_id, from_day)
) {table};
