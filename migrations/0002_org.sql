-- The tree of organisations. `org` holds today's state of each, `org_history` every state with its days
-- (half-open: from_day <= day < to_day), `org_code` which code belonged to whom and when.
CREATE TABLE org (
  org_id {int} NOT NULL PRIMARY KEY,
  parent_id {int},
  path {text} NOT NULL,
  depth {int} NOT NULL,
  level {text} NOT NULL,
  kind {text} NOT NULL,
  division_kind {text} NOT NULL,
  domain {text} NOT NULL,
  name {text} NOT NULL,
  code {text} NOT NULL,
  search {text} NOT NULL,
  sort_key {text} NOT NULL,
  since_day {text} NOT NULL,
  until_day {text} NOT NULL,
  merged_into {int},
  next_child {int} NOT NULL,
  version {int} NOT NULL
) {heap};
CREATE INDEX org_path ON org (path);
CREATE INDEX org_children ON org (parent_id, sort_key);
CREATE INDEX org_by_code ON org (code);

CREATE TABLE org_history (
  org_id {int} NOT NULL,
  from_day {text} NOT NULL,
  to_day {text} NOT NULL,
  op {text} NOT NULL,
  parent_id {int},
  path {text} NOT NULL,
  depth {int} NOT NULL,
  level {text} NOT NULL,
  kind {text} NOT NULL,
  division_kind {text} NOT NULL,
  domain {text} NOT NULL,
  name {text} NOT NULL,
  code {text} NOT NULL,
  sort_key {text} NOT NULL,
  note {text} NOT NULL,
  PRIMARY KEY (org_id, from_day)
) {table};
CREATE INDEX org_history_path ON org_history (path, from_day);
CREATE INDEX org_history_code ON org_history (code, from_day);
CREATE INDEX org_history_children ON org_history (parent_id, from_day);

CREATE TABLE org_code (
  code {text} NOT NULL,
  from_day {text} NOT NULL,
  to_day {text} NOT NULL,
  org_id {int} NOT NULL,
  PRIMARY KEY (code, from_day)
) {table};
CREATE INDEX org_code_holder ON org_code (org_id, from_day);

-- Former and other names by which an organisation is looked for: aliases, former names, pinyin initials.
CREATE TABLE org_alias (
  org_id {int} NOT NULL,
  alias {text} NOT NULL,
  kind {text} NOT NULL,
  PRIMARY KEY (org_id, alias)
) {table};
CREATE INDEX org_alias_text ON org_alias (alias);

CREATE TABLE org_tag (
  org_id {int} NOT NULL,
  tag {text} NOT NULL,
  PRIMARY KEY (org_id, tag)
) {table};
CREATE INDEX org_tag_text ON org_tag (tag, org_id);
