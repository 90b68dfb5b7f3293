-- Papers that were made: one row for each state of a subject that was ever printed, never changed afterwards. `subject` is
-- the list, month, document … of `org_id`; `hash` is that of the facts the paper states, so the same facts are the same
-- paper.
CREATE TABLE paper (
  org_id {int} NOT NULL,
  paper_id {int} NOT NULL,
  kind {text} NOT NULL CHECK (kind IN ('list', 'statement', 'procedure', 'letter', 'minutes')),
  subject {text} NOT NULL,
  year {int} NOT NULL,
  seq {int} NOT NULL,
  number {text} NOT NULL,
  code {text} NOT NULL,
  title {text} NOT NULL,
  issuer {text} NOT NULL,
  day {text} NOT NULL,
  hash {text} NOT NULL,
  made_at {int} NOT NULL,
  by_org_id {int} NOT NULL,
  by_post_id {int} NOT NULL,
  by_account_id {int} NOT NULL,
  PRIMARY KEY (org_id, paper_id)
) {table};
CREATE UNIQUE INDEX paper_number ON paper (org_id, kind, year, seq);
CREATE UNIQUE INDEX paper_subject ON paper (org_id, kind, subject, hash);

-- From the code that is printed on a paper to its row.
CREATE TABLE paper_code (
  code {text} NOT NULL PRIMARY KEY,
  org_id {int} NOT NULL,
  paper_id {int} NOT NULL
) {heap};
