-- Persons' accounts, their sessions and their API tokens. Only what logging in needs.
-- `home_org_id` is the organisation whose administrator opened the account (0: the operator): it tells who
-- answers for an account that holds no post yet.
CREATE TABLE account (
  account_id {int} NOT NULL PRIMARY KEY,
  login {text} NOT NULL,
  name {text} NOT NULL,
  password_hash {text} NOT NULL,
  must_change {int} NOT NULL CHECK (must_change IN (0, 1)),
  one_time_until {int},
  password_at {int} NOT NULL,
  disabled_at {int},
  language {text} NOT NULL,
  created_at {int} NOT NULL,
  home_org_id {int} NOT NULL,
  version {int} NOT NULL
) {heap};
CREATE INDEX account_by_login ON account (login);

CREATE TABLE account_login (
  login {text} NOT NULL PRIMARY KEY,
  account_id {int} NOT NULL
) {heap};

CREATE TABLE session (
  token_hash {text} NOT NULL PRIMARY KEY,
  account_id {int} NOT NULL,
  post_id {int},
  csrf {text} NOT NULL,
  agent {text} NOT NULL,
  created_at {int} NOT NULL,
  seen_at {int} NOT NULL,
  until {int} NOT NULL,
  proved_at {int} NOT NULL
) {heap};
CREATE INDEX session_account ON session (account_id);

CREATE TABLE login_failure (
  bucket {text} NOT NULL PRIMARY KEY,
  failures {int} NOT NULL,
  last_at {int} NOT NULL
) {heap};

CREATE TABLE api_token (
  token_hash {text} NOT NULL PRIMARY KEY,
  account_id {int} NOT NULL,
  post_id {int} NOT NULL,
  label {text} NOT NULL,
  may_write {int} NOT NULL CHECK (may_write IN (0, 1)),
  created_at {int} NOT NULL,
  until {int} NOT NULL,
  revoked_at {int}
) {heap};
CREATE INDEX api_token_account ON api_token (account_id);
