-- Monthly meetings (例会): series, meetings, who is invited, agenda, decisions, minutes, calendars.
-- An item may carry out a decision of a meeting of its issuer: the other side of `decision.list_id`.
ALTER TABLE item ADD COLUMN decision_id {int};
CREATE INDEX item_decision ON item (decision_id) WHERE decision_id IS NOT NULL;

-- `rhythm` is `day 25`, `nth 2 fri` or `last fri`; `shift` says whither a rest day moves the meeting: next, previous,
-- keep. `invited` is who comes, as data. `planned_until` is the last month whose meeting has been made.
CREATE TABLE meeting_series (
  org_id {int} NOT NULL,
  series_id {int} NOT NULL,
  title {text} NOT NULL,
  rhythm {text} NOT NULL,
  shift {text} NOT NULL,
  start_minute {int} NOT NULL,
  lasts {int} NOT NULL,
  place {text} NOT NULL,
  invited {text} NOT NULL,
  from_month {int} NOT NULL,
  until_month {int} NOT NULL,
  planned_until {int} NOT NULL,
  written_by {int} NOT NULL,
  written_at {int} NOT NULL,
  version {int} NOT NULL,
  PRIMARY KEY (org_id, series_id)
) {table};
CREATE INDEX meeting_series_ahead ON meeting_series (planned_until);

-- stage: planned, held, cancelled. `planned_day` is the day the series gave; `by_hand` marks one that was moved, which
-- the series leaves alone. `sequence` rises with every change that a calendar must hear of. `own_present` and
-- `others` are heads, unknown until counted; `minutes_text` is the draft of the minutes, `rev` the newest adopted
-- revision (0 = none). `path` is where the organisation stood when the meeting was held.
CREATE TABLE meeting (
  org_id {int} NOT NULL,
  meeting_id {int} NOT NULL,
  month {int} NOT NULL,
  series_id {int},
  title {text} NOT NULL,
  day {text} NOT NULL,
  planned_day {text} NOT NULL,
  start_minute {int} NOT NULL,
  lasts {int} NOT NULL,
  place {text} NOT NULL,
  invited {text} NOT NULL,
  stage {text} NOT NULL CHECK (stage IN ('planned', 'held', 'cancelled')),
  reason {text} NOT NULL,
  by_hand {int} NOT NULL CHECK (by_hand IN (0, 1)),
  sequence {int} NOT NULL,
  changed_at {int} NOT NULL,
  path {text} NOT NULL,
  held_at {int},
  own_present {int},
  others {int},
  minutes_text {text} NOT NULL,
  rev {int} NOT NULL,
  written_by {int} NOT NULL,
  version {int} NOT NULL,
  PRIMARY KEY (org_id, meeting_id)
) {table};
CREATE INDEX meeting_day ON meeting (org_id, day, meeting_id);
CREATE UNIQUE INDEX meeting_of_series ON meeting (org_id, series_id, month) WHERE series_id IS NOT NULL;

-- Who is invited to one meeting: an organisation (post_id 0; `role` says whose post is meant, empty = any), or one
-- post. `present`: came, did not come, or nobody has said.
CREATE TABLE meeting_guest (
  org_id {int} NOT NULL,
  meeting_id {int} NOT NULL,
  guest_id {int} NOT NULL,
  post_id {int} NOT NULL,
  role {text} NOT NULL,
  present {int} CHECK (present IN (0, 1)),
  PRIMARY KEY (org_id, meeting_id, guest_id, post_id)
) {table};
CREATE INDEX meeting_guest_of ON meeting_guest (guest_id, meeting_id);

-- Before a meeting only its own topics stand here; when it is held, the program's lines are written beside them and
-- keep their figures. `n` of `total`; no `n` = not known.
CREATE TABLE agenda_line (
  org_id {int} NOT NULL,
  meeting_id {int} NOT NULL,
  line_id {int} NOT NULL,
  seq {int} NOT NULL,
  kind {text} NOT NULL,
  month {int},
  n {int},
  total {int},
  text {text} NOT NULL,
  decision_id {int},
  PRIMARY KEY (org_id, meeting_id, line_id)
) {table};

-- `audience` is who has to do it, as data, `who` the same in words. stage: open, listed, done, dropped. `carried` counts the meetings it has been carried over to.
CREATE TABLE decision (
  org_id {int} NOT NULL,
  decision_id {int} NOT NULL,
  meeting_id {int} NOT NULL,
  seq {int} NOT NULL,
  text {text} NOT NULL,
  audience {text} NOT NULL,
  who {text} NOT NULL,
  due_day {text} NOT NULL,
  basis {text} NOT NULL,
  stage {text} NOT NULL CHECK (stage IN ('open', 'listed', 'done', 'dropped')),
  carried {int} NOT NULL,
  list_id {int},
  reason {text} NOT NULL,
  changed_at {int} NOT NULL,
  written_by {int} NOT NULL,
  version {int} NOT NULL,
  PRIMARY KEY (org_id, decision_id)
) {table};
CREATE INDEX decision_of_meeting ON decision (org_id, meeting_id, seq);
CREATE INDEX decision_open ON decision (org_id, decision_id) WHERE stage IN ('open', 'listed');

-- Adopted minutes: only ever added to, as statements are.
CREATE TABLE minutes (
  org_id {int} NOT NULL,
  meeting_id {int} NOT NULL,
  rev {int} NOT NULL,
  path {text} NOT NULL,
  body {text} NOT NULL,
  hash {text} NOT NULL,
  adopted_at {int} NOT NULL,
  by_account_id {int} NOT NULL,
  by_post_id {int} NOT NULL,
  confirmed_account_id {int},
  confirmed_post_id {int},
  PRIMARY KEY (org_id, meeting_id, rev)
) {table};

CREATE TABLE minutes_correction (
  org_id {int} NOT NULL,
  meeting_id {int} NOT NULL,
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
  PRIMARY KEY (org_id, meeting_id, rev, attempt)
) {table};

-- Secret addresses of calendars: one per account, kept as a hash, gone when renewed or withdrawn.
CREATE TABLE calendar_feed (
  token_hash {text} NOT NULL PRIMARY KEY,
  account_id {int} NOT NULL,
  created_at {int} NOT NULL
) {heap};
CREATE INDEX calendar_feed_account ON calendar_feed (account_id);
