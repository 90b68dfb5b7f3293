-- The milestones of a five-year plan: `plan` ties them to the document and says its years.
CREATE TABLE plan (
  org_id {int} NOT NULL,
  plan_id {int} NOT NULL,
  document_id {int} NOT NULL,
  first_year {int} NOT NULL,
  last_year {int} NOT NULL,
  version {int} NOT NULL,
  PRIMARY KEY (org_id, plan_id)
) {table};
CREATE UNIQUE INDEX plan_document ON plan (org_id, document_id);
CREATE INDEX plan_by_id ON plan (plan_id);

-- What is to be reached in one year, and by whom. `measure`: number (what is counted, unit, value in thousandths,
-- sense at_least or at_most) or judgement. `owner_id` answers for it.
CREATE TABLE milestone (
  org_id {int} NOT NULL,
  milestone_id {int} NOT NULL,
  plan_id {int} NOT NULL,
  year {int} NOT NULL,
  seq {int} NOT NULL,
  owner_id {int} NOT NULL,
  clause_id {int} NOT NULL,
  text {text} NOT NULL,
  measure {text} NOT NULL CHECK (measure IN ('number', 'judgement')),
  counted {text} NOT NULL,
  unit {text} NOT NULL,
  sense {text} NOT NULL CHECK (sense IN ('at_least', 'at_most')),
  value {int},
  withdrawn_at {int},
  version {int} NOT NULL,
  PRIMARY KEY (org_id, milestone_id)
) {table};
CREATE INDEX milestone_of_plan ON milestone (org_id, plan_id, year, seq);
CREATE INDEX milestone_owner ON milestone (owner_id, year);
CREATE INDEX milestone_by_id ON milestone (milestone_id);

-- Every state a milestone had, the newest too.
CREATE TABLE milestone_history (
  org_id {int} NOT NULL,
  milestone_id {int} NOT NULL,
  version {int} NOT NULL,
  year {int} NOT NULL,
  owner_id {int} NOT NULL,
  clause_id {int} NOT NULL,
  text {text} NOT NULL,
  measure {text} NOT NULL,
  counted {text} NOT NULL,
  unit {text} NOT NULL,
  sense {text} NOT NULL,
  value {int},
  withdrawn {int} NOT NULL CHECK (withdrawn IN (0, 1)),
  reason {text} NOT NULL,
  at {int} NOT NULL,
  by_post_id {int} NOT NULL,
  by_role {text} NOT NULL,
  PRIMARY KEY (org_id, milestone_id, version)
) {table};

-- What the owner reported: `period` is the year and a quarter (20261 … 20264) or 0 for the whole year (20260).
-- A later report for the same period is a further row; nothing is overwritten. No value = not known yet.
CREATE TABLE milestone_progress (
  org_id {int} NOT NULL,
  milestone_id {int} NOT NULL,
  period {int} NOT NULL,
  rev {int} NOT NULL,
  value {int},
  judgement {text} NOT NULL,
  note {text} NOT NULL,
  on_day {text} NOT NULL,
  at {int} NOT NULL,
  by_post_id {int} NOT NULL,
  by_role {text} NOT NULL,
  PRIMARY KEY (org_id, milestone_id, period, rev)
) {table};
CREATE INDEX milestone_progress_of ON milestone_progress (milestone_id, period, rev);
