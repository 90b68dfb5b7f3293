-- Posts of organisations and who holds them from when to when (half-open days). Rights follow the post.
CREATE TABLE post (
  org_id {int} NOT NULL,
  post_id {int} NOT NULL,
  title {text} NOT NULL,
  role {text} NOT NULL,
  first_responsible {int} NOT NULL CHECK (first_responsible IN (0, 1)),
  from_day {text} NOT NULL,
  to_day {text} NOT NULL,
  version {int} NOT NULL,
  PRIMARY KEY (org_id, post_id)
) {table};
-- One post without an end is first responsible for an organisation; those that end are compared day by day.
CREATE UNIQUE INDEX post_first ON post (org_id) WHERE first_responsible = 1 AND to_day = '9999-12-31';

CREATE TABLE holder (
  org_id {int} NOT NULL,
  holder_id {int} NOT NULL,
  post_id {int} NOT NULL,
  account_id {int} NOT NULL,
  from_day {text} NOT NULL,
  to_day {text} NOT NULL,
  PRIMARY KEY (org_id, holder_id)
) {table};
CREATE INDEX holder_account ON holder (account_id);
CREATE INDEX holder_post ON holder (org_id, post_id);

-- Appointments that wait for a second person. `state`: pending, confirmed, refused.
CREATE TABLE grant_request (
  org_id {int} NOT NULL,
  request_id {int} NOT NULL,
  post_id {int} NOT NULL,
  account_id {int} NOT NULL,
  from_day {text} NOT NULL,
  to_day {text} NOT NULL,
  state {text} NOT NULL,
  asked_by {int} NOT NULL,
  asked_at {int} NOT NULL,
  decided_by {int},
  decided_at {int},
  PRIMARY KEY (org_id, request_id)
) {table};
CREATE INDEX grant_request_state ON grant_request (state, asked_at);
