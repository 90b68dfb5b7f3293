-- Documents (文件): what every task, target and milestone rests on. A document belongs to one organisation; what
-- it says stands in its versions, and a version is cut into clauses. `framework` is the place it has in the “1+3”
-- (opinion, plan_1, plan_2, plan_3) or empty; `domain` is set for work procedures only. `until_day` is the day on
-- which the whole document ends. Documents are few and looked up by their own id too.
CREATE TABLE document (
  org_id {int} NOT NULL,
  document_id {int} NOT NULL,
  kind {text} NOT NULL,
  framework {text} NOT NULL,
  domain {text} NOT NULL,
  demands_work {int} NOT NULL CHECK (demands_work IN (0, 1)),
  until_day {text} NOT NULL,
  end_reason {text} NOT NULL,
  entered_at {int} NOT NULL,
  version {int} NOT NULL,
  PRIMARY KEY (org_id, document_id)
) {table};
CREATE INDEX document_by_id ON document (document_id);
CREATE UNIQUE INDEX document_framework ON document (org_id, framework) WHERE framework <> '' AND until_day = '9999-12-31';
CREATE UNIQUE INDEX document_domain ON document (org_id, domain) WHERE domain <> '' AND until_day = '9999-12-31';

-- One version: a draft as long as it is not published; then in force from a day to a day (half-open). A published
-- version is never edited. `file_hash` names the file it was read from.
CREATE TABLE document_version (
  org_id {int} NOT NULL,
  version_id {int} NOT NULL,
  document_id {int} NOT NULL,
  seq {int} NOT NULL,
  title {text} NOT NULL,
  number {text} NOT NULL,
  from_day {text},
  to_day {text},
  published_at {int},
  published_by {int},
  file_hash {text} NOT NULL,
  file_name {text} NOT NULL,
  written_at {int} NOT NULL,
  written_by {int} NOT NULL,
  PRIMARY KEY (org_id, version_id)
) {table};
CREATE INDEX document_version_by_id ON document_version (version_id);
CREATE INDEX document_version_of ON document_version (document_id);
CREATE UNIQUE INDEX document_version_seq ON document_version (org_id, document_id, seq);
CREATE UNIQUE INDEX document_version_draft ON document_version (org_id, document_id) WHERE published_at IS NULL;

-- One numbered piece of a version, in the order of the text. `depth` is 0 for the highest; `demands` says whether
-- the clause asks for work, if its document does.
CREATE TABLE clause (
  org_id {int} NOT NULL,
  clause_id {int} NOT NULL,
  version_id {int} NOT NULL,
  seq {int} NOT NULL,
  depth {int} NOT NULL,
  label {text} NOT NULL,
  text {text} NOT NULL,
  demands {int} NOT NULL CHECK (demands IN (0, 1)),
  PRIMARY KEY (org_id, clause_id)
) {table};
CREATE INDEX clause_in_order ON clause (version_id, seq);
CREATE INDEX clause_by_id ON clause (clause_id);

-- Which clauses of the version before a clause replaces.
CREATE TABLE clause_replacement (
  org_id {int} NOT NULL,
  clause_id {int} NOT NULL,
  replaced_id {int} NOT NULL,
  PRIMARY KEY (org_id, clause_id, replaced_id)
) {table};
CREATE INDEX clause_replaced ON clause_replacement (org_id, replaced_id);

-- Who rests on a clause: one row per citing thing (milestone, target, item …), from whichever room. `org_id` is the
-- organisation that cites, `address` the page of the citing thing.
CREATE TABLE citation (
  clause_id {int} NOT NULL,
  kind {text} NOT NULL,
  by_id {int} NOT NULL,
  org_id {int} NOT NULL,
  label {text} NOT NULL,
  address {text} NOT NULL,
  at {int} NOT NULL,
  PRIMARY KEY (clause_id, kind, by_id)
) {table};
CREATE INDEX citation_by ON citation (kind, by_id);

-- Full-text search: for each character of a published version, after which characters it is followed in which
-- clauses (packed by the program). One row per character and version, so no list is longer than the versions are many.
CREATE TABLE clause_gram (
  gram {int} NOT NULL,
  version_id {int} NOT NULL,
  follows {blob} NOT NULL,
  PRIMARY KEY (gram, version_id)
) {table};
