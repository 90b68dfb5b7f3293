-- The month: lists (交办单), items, one assignment per organisation and item, its steps, and roll-ups.
-- Prices (`minutes`) are tenths of a minute. `written_by` and `sent_by` are posts; `sent_account` is who held it.
CREATE TABLE task_list (
  org_id {int} NOT NULL,
  list_id {int} NOT NULL,
  month {int} NOT NULL,
  title {text} NOT NULL,
  number {text} NOT NULL,
  stage {text} NOT NULL,
  audience {text} NOT NULL,
  urgent {int} NOT NULL CHECK (urgent IN (0, 1)),
  approval {text} NOT NULL,
  split_item_id {int},
  orgs {int} NOT NULL,
  minutes {int} NOT NULL,
  written_by {int} NOT NULL,
  written_at {int} NOT NULL,
  sent_by {int},
  sent_account {int},
  sent_at {int},
  version {int} NOT NULL,
  PRIMARY KEY (org_id, list_id)
) {table};
CREATE INDEX task_list_month ON task_list (org_id, month, list_id);
CREATE UNIQUE INDEX task_list_number ON task_list (org_id, number) WHERE number <> '';
CREATE INDEX task_list_sending ON task_list (stage) WHERE stage = 'sending';

-- Items are few and written once, so every shard may hold them all. An item is seen by its readers
-- only when `visible` is 1: a list is there whole or not at all. `asks` counts the new values of the form.
CREATE TABLE item (
  item_id {int} NOT NULL PRIMARY KEY,
  list_id {int} NOT NULL,
  issuer_id {int} NOT NULL,
  month {int} NOT NULL,
  seq {int} NOT NULL,
  text {text} NOT NULL,
  requirement {text} NOT NULL,
  basis {text} NOT NULL,
  due_day {text} NOT NULL,
  form {text} NOT NULL,
  photos {int} NOT NULL,
  photos_reason {text} NOT NULL,
  minutes {int} NOT NULL,
  asks {int} NOT NULL,
  split_of {int},
  visible {int} NOT NULL CHECK (visible IN (0, 1))
) {heap};
CREATE INDEX item_list ON item (list_id, seq);
CREATE INDEX item_split ON item (split_of);

-- state: 1 issued, 2 signed, 3 reported, 4 returned, 5 verified, 6 closed, 7 declined, 8 excused, 9 withdrawn.
-- `path` is the place by which the assignment is counted: the tree at the end of its month.
CREATE TABLE assignment (
  org_id {int} NOT NULL,
  month {int} NOT NULL,
  item_id {int} NOT NULL,
  list_id {int} NOT NULL,
  issuer_id {int} NOT NULL,
  path {text} NOT NULL,
  state {int} NOT NULL CHECK (state BETWEEN 1 AND 9),
  due_day {text} NOT NULL,
  late {int} NOT NULL CHECK (late IN (0, 1)),
  issued_at {int} NOT NULL,
  changed_at {int} NOT NULL,
  reported_at {int},
  happened_on {text},
  answer {text},
  note {text},
  asked_day {text},
  version {int} NOT NULL,
  PRIMARY KEY (org_id, month, item_id)
) {table};
CREATE INDEX assignment_board ON assignment (month, path, item_id);
-- Only what waits for somebody is in these, so sending a list does not pay for them.
CREATE INDEX assignment_waiting ON assignment (path, month, item_id) WHERE state IN (3, 5, 7);
CREATE INDEX assignment_asking ON assignment (path, month, item_id) WHERE asked_day IS NOT NULL;

CREATE TABLE assignment_step (
  org_id {int} NOT NULL,
  month {int} NOT NULL,
  item_id {int} NOT NULL,
  seq {int} NOT NULL,
  kind {text} NOT NULL,
  at {int} NOT NULL,
  on_day {text},
  by_org_id {int} NOT NULL,
  by_post_id {int} NOT NULL,
  by_account_id {int} NOT NULL,
  reason {text} NOT NULL,
  detail {text} NOT NULL,
  PRIMARY KEY (org_id, month, item_id, seq)
) {table};

CREATE TABLE evidence (
  org_id {int} NOT NULL,
  month {int} NOT NULL,
  item_id {int} NOT NULL,
  file_hash {text} NOT NULL,
  size {int} NOT NULL,
  at {int} NOT NULL,
  PRIMARY KEY (org_id, month, item_id, file_hash)
) {table};

-- What a superior's pages read: how many assignments below each direct child stand in which state.
-- Written with every change, recomputable from `assignment` (`qingdan check` compares).
CREATE TABLE roll_up (
  org_id {int} NOT NULL,
  month {int} NOT NULL,
  child_id {int} NOT NULL,
  due_day {text} NOT NULL,
  late {int} NOT NULL,
  state {int} NOT NULL,
  n {int} NOT NULL,
  PRIMARY KEY (org_id, month, child_id, due_day, late, state)
) {table};

-- The same for an issuer's own items, by direct child of the issuer.
CREATE TABLE item_tally (
  org_id {int} NOT NULL,
  item_id {int} NOT NULL,
  child_id {int} NOT NULL,
  late {int} NOT NULL,
  state {int} NOT NULL,
  n {int} NOT NULL,
  PRIMARY KEY (org_id, item_id, child_id, late, state)
) {table};

-- Rest days and make-up days that break the weekly rule, from the State Council's yearly notice.
CREATE TABLE workday (
  day {text} NOT NULL PRIMARY KEY,
  works {int} NOT NULL CHECK (works IN (0, 1)),
  source {text} NOT NULL,
  verified {int} NOT NULL CHECK (verified IN (0, 1))
) {heap};
