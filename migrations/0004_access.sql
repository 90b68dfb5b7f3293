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
