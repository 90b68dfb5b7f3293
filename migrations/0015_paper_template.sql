-- Wordings and layouts by their hash: those that papers were printed with and those that were written; only ever added to.
CREATE TABLE paper_text (
  hash {text} NOT NULL PRIMARY KEY,
  text {text} NOT NULL
) {heap};

-- Versions of templates, for the tree whose root `org_id` is. name: a kind of paper, or layout. hash '' = what the program
-- brings. In force is the newest that has begun.
CREATE TABLE paper_template (
  org_id {int} NOT NULL,
  name {text} NOT NULL CHECK (name IN ('list', 'statement', 'procedure', 'letter', 'minutes', 'layout')),
  version {int} NOT NULL,
  from_day {text} NOT NULL,
  hash {text} NOT NULL,
  reason {text} NOT NULL,
  at {int} NOT NULL,
  by_post_id {int} NOT NULL,
  by_account_id {int} NOT NULL,
  PRIMARY KEY (org_id, name, version)
) {table};

-- With which wording and layout a paper was printed first, and is printed again; none for those made before there were
-- templates.
ALTER TABLE paper ADD COLUMN wording {text};
ALTER TABLE paper ADD COLUMN layout {text};
