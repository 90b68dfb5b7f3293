//! All SQL of this room. Reads take a unit of work; writes ask for a permit besides.

use cx::{AppError, Permit, Tx};
use db::{args, rec};
use kernel::{AccountId, Instant, OrgId, PostId};

use crate::rules::slow_down::Failures;

rec! {
    /// An account as its managers see it: no secret.
    #[derive(Debug, Clone)]
    pub struct AccountRow {
        /// Its id.
        pub id: AccountId,
        /// What its person types.
        pub login: String,
        /// The person's name.
        pub name: String,
        /// Whether the password must be changed first: it was never used, or it was reset.
        pub must_change: bool,
        /// Until when the one-time password may be used, if it is one.
        pub one_time_until: Option<Instant>,
        /// Since when it is disabled, if it is.
        pub disabled_at: Option<Instant>,
        /// Language of its pages.
        pub language: String,
        /// When it was opened.
        pub created_at: Instant,
        /// The organisation whose administrator opened it; 0 if the operator did.
        pub home: OrgId,
    }
}

rec! {
    /// What logging in compares.
    #[derive(Clone)]
    pub(crate) struct Credentials {
        pub(crate) id: AccountId,
        pub(crate) login: String,
        pub(crate) name: String,
        pub(crate) hash: String,
        pub(crate) must_change: bool,
        pub(crate) one_time_until: Option<Instant>,
        pub(crate) password_at: Instant,
        pub(crate) disabled_at: Option<Instant>,
    }
}

rec! {
    /// A session as its owner sees it.
    #[derive(Debug, Clone)]
    pub(crate) struct SessionRow {
        pub(crate) hash: String,
        pub(crate) agent: String,
        pub(crate) created_at: Instant,
        pub(crate) seen_at: Instant,
        pub(crate) until: Instant,
    }
}

rec! {
    /// A token as its owner sees it.
    #[derive(Debug, Clone)]
    pub(crate) struct TokenRow {
        pub(crate) hash: String,
        pub(crate) post: PostId,
        pub(crate) label: String,
        pub(crate) may_write: bool,
        pub(crate) created_at: Instant,
        pub(crate) until: Instant,
    }
}

/// A session to be opened.
#[derive(Debug, Clone)]
pub(crate) struct NewSession {
    pub(crate) hash: String,
    pub(crate) account: AccountId,
    pub(crate) post: Option<PostId>,
    pub(crate) csrf: String,
    pub(crate) agent: String,
    pub(crate) until: Instant,
}

pub(crate) const GET: &str = "SELECT account_id, login, name, must_change, one_time_until, disabled_at, language, created_at, home_org_id \
     FROM account WHERE account_id = $1";
pub(crate) const BY_LOGIN: &str = "SELECT a.account_id, a.login, a.name, a.must_change, a.one_time_until, a.disabled_at, a.language, a.created_at, a.home_org_id \
     FROM account_login l JOIN account a ON a.account_id = l.account_id WHERE l.login = $1";
pub(crate) const LIST: &str = "SELECT account_id, login, name, must_change, one_time_until, disabled_at, language, created_at, home_org_id \
     FROM account WHERE login > $1 ORDER BY login LIMIT $2";
pub(crate) const CREDENTIALS: &str = "SELECT a.account_id, a.login, a.name, a.password_hash, a.must_change, a.one_time_until, a.password_at, a.disabled_at \
     FROM account_login l JOIN account a ON a.account_id = l.account_id WHERE l.login = $1";
pub(crate) const CREDENTIALS_OF: &str = "SELECT account_id, login, name, password_hash, must_change, one_time_until, password_at, disabled_at \
     FROM account WHERE account_id = $1";
pub(crate) const ORG_NAMES: &str =
    "SELECT o.name, o.search FROM holder h JOIN org o ON o.org_id = h.org_id WHERE h.account_id = $1";
pub(crate) const COUNT: &str = "SELECT COUNT(*) FROM account";
pub(crate) const ADD: &str = "INSERT INTO account (account_id, login, name, password_hash, must_change, one_time_until, password_at, disabled_at, language, created_at, home_org_id, version) \
     VALUES ($1, $2, $3, $4, 1, $5, $6, NULL, 'zh', $6, $7, 1)";
pub(crate) const ADD_LOGIN: &str = "INSERT INTO account_login (login, account_id) VALUES ($1, $2)";
pub(crate) const HOLD: &str = "UPDATE account SET version = version + 1 WHERE account_id = $1";
pub(crate) const GIVE_CODE: &str = "UPDATE account SET password_hash = $1, must_change = 1, one_time_until = $2, password_at = $3, version = version + 1 \
     WHERE account_id = $4";
pub(crate) const SET_PASSWORD: &str = "UPDATE account SET password_hash = $1, must_change = 0, one_time_until = NULL, password_at = $2, version = version + 1 \
     WHERE account_id = $3";
pub(crate) const RENEW_HASH: &str =
    "UPDATE account SET password_hash = $1 WHERE account_id = $2 AND password_hash = $3";
pub(crate) const MARK_STALE: &str = "UPDATE account SET must_change = 1 WHERE account_id = $1";
pub(crate) const SET_DISABLED: &str =
    "UPDATE account SET disabled_at = $1, version = version + 1 WHERE account_id = $2";
pub(crate) const SET_LANGUAGE: &str = "UPDATE account SET language = $1 WHERE account_id = $2 AND language <> $1";
pub(crate) const ADD_SESSION: &str = "INSERT INTO session (token_hash, account_id, post_id, csrf, agent, created_at, seen_at, until, proved_at) \
     VALUES ($1, $2, $3, $4, $5, $6, $6, $7, $6)";
pub(crate) const SESSIONS: &str = "SELECT token_hash, agent, created_at, seen_at, until FROM session \
     WHERE account_id = $1 AND until > $2 ORDER BY seen_at DESC, token_hash LIMIT 100";
pub(crate) const SESSION_COPY: &str = "INSERT INTO session (token_hash, account_id, post_id, csrf, agent, created_at, seen_at, until, proved_at) \
     SELECT CAST($1 AS TEXT), account_id, CAST($2 AS BIGINT), csrf, agent, created_at, CAST($3 AS BIGINT), until, CAST($4 AS BIGINT) \
     FROM session WHERE token_hash = $5 AND account_id = $6";
pub(crate) const END_SESSION: &str = "DELETE FROM session WHERE token_hash = $1 AND account_id = $2";
pub(crate) const END_BY_MARK: &str = "DELETE FROM session WHERE account_id = $1 AND SUBSTR(token_hash, 1, 16) = $2";
pub(crate) const END_OTHERS: &str = "DELETE FROM session WHERE account_id = $1 AND token_hash <> $2";
pub(crate) const FAILURES: &str = "SELECT failures, last_at FROM login_failure WHERE bucket = $1";
pub(crate) const LOCK_BUCKET: &str = "UPDATE login_failure SET failures = failures WHERE bucket = $1";
pub(crate) const FAILED: &str = "INSERT INTO login_failure (bucket, failures, last_at) VALUES ($1, 1, $2) ON CONFLICT (bucket) DO UPDATE SET \
     failures = CASE WHEN login_failure.last_at <= $3 THEN 1 ELSE login_failure.failures + 1 END, last_at = $2";
pub(crate) const FORGET: &str = "DELETE FROM login_failure WHERE bucket = $1";
pub(crate) const ADD_TOKEN: &str = "INSERT INTO api_token (token_hash, account_id, post_id, label, may_write, created_at, until, revoked_at) \
     VALUES ($1, $2, $3, $4, $5, $6, $7, NULL)";
pub(crate) const TOKENS: &str = "SELECT token_hash, post_id, label, may_write, created_at, until FROM api_token \
     WHERE account_id = $1 AND until > $2 AND revoked_at IS NULL ORDER BY created_at DESC, token_hash LIMIT 100";
pub(crate) const REVOKE: &str = "UPDATE api_token SET revoked_at = $1 WHERE account_id = $2 AND SUBSTR(token_hash, 1, 16) = $3 AND revoked_at IS NULL";
pub(crate) const REVOKE_ALL: &str = "UPDATE api_token SET revoked_at = $1 WHERE account_id = $2 AND revoked_at IS NULL";
pub(crate) const SWEEP_SESSIONS: &str = "DELETE FROM session WHERE until <= $1";
pub(crate) const SWEEP_FAILURES: &str = "DELETE FROM login_failure WHERE last_at <= $1";

/// Every statement of this room, for the tests that prepare and lint them.
pub const STATEMENTS: &[(&str, &str)] = &[
    ("account.get", GET),
    ("account.by_login", BY_LOGIN),
    ("account.list", LIST),
    ("account.credentials", CREDENTIALS),
    ("account.credentials_of", CREDENTIALS_OF),
    ("account.org_names", ORG_NAMES),
    ("account.count", COUNT),
    ("account.add", ADD),
    ("account.add_login", ADD_LOGIN),
    ("account.hold", HOLD),
    ("account.give_code", GIVE_CODE),
    ("account.set_password", SET_PASSWORD),
    ("account.renew_hash", RENEW_HASH),
    ("account.mark_stale", MARK_STALE),
    ("account.set_disabled", SET_DISABLED),
    ("account.set_language", SET_LANGUAGE),
    ("account.add_session", ADD_SESSION),
    ("account.sessions", SESSIONS),
    ("account.session_copy", SESSION_COPY),
    ("account.end_session", END_SESSION),
    ("account.end_by_mark", END_BY_MARK),
    ("account.end_others", END_OTHERS),
    ("account.failures", FAILURES),
    ("account.lock_bucket", LOCK_BUCKET),
    ("account.failed", FAILED),
    ("account.forget", FORGET),
    ("account.add_token", ADD_TOKEN),
    ("account.tokens", TOKENS),
    ("account.revoke", REVOKE),
    ("account.revoke_all", REVOKE_ALL),
    ("account.sweep_sessions", SWEEP_SESSIONS),
    ("account.sweep_failures", SWEEP_FAILURES),
];

/// The account with this id, if there is one.
///
/// # Errors
/// If the database fails.
pub fn of_id(tx: &mut Tx<'_>, id: AccountId) -> Result<Option<AccountRow>, AppError> {
    Ok(tx.opt(GET, args![id])?)
}

/// The account with this login, if there is one. The login is compared as [`crate::login_of`] writes it.
///
/// # Errors
/// If the database fails.
pub fn by_login(tx: &mut Tx<'_>, login: &str) -> Result<Option<AccountRow>, AppError> {
    Ok(tx.opt(BY_LOGIN, args![login])?)
}

/// What logging in compares, for a login.
pub(crate) fn credentials(tx: &mut Tx<'_>, login: &str) -> Result<Option<Credentials>, AppError> {
    Ok(tx.opt(CREDENTIALS, args![login])?)
}

/// The same for an account.
pub(crate) fn credentials_of(tx: &mut Tx<'_>, id: AccountId) -> Result<Option<Credentials>, AppError> {
    Ok(tx.opt(CREDENTIALS_OF, args![id])?)
}

/// Names and search texts of the organisations somebody ever held a post at.
pub(crate) fn org_names(tx: &mut Tx<'_>, id: AccountId) -> Result<Vec<(String, String)>, AppError> {
    Ok(tx.all(ORG_NAMES, args![id])?)
}

/// Adds an account and takes its login; the login of another is a conflict.
pub(crate) fn add(tx: &mut Tx<'_>, _: &Permit, account: &AccountRow, hash: &str) -> Result<(), AppError> {
    tx.exec(ADD_LOGIN, args![&account.login, account.id])?;
    tx.exec(
        ADD,
        args![
            account.id,
            &account.login,
            &account.name,
            hash,
            account.one_time_until,
            account.created_at,
            account.home
        ],
    )?;
    Ok(())
}

/// Adds many accounts of one hash.
pub(crate) fn add_many(tx: &mut Tx<'_>, _: &Permit, rows: &[AccountRow], hash: &str) -> Result<(), AppError> {
    tx.insert_many(
        "account_login",
        &["login", "account_id"],
        rows.iter().map(|a| vec![a.login.as_str().into(), a.id.into()]),
    )?;
    let columns = [
        "account_id",
        "login",
        "name",
        "password_hash",
        "must_change",
        "one_time_until",
        "password_at",
        "disabled_at",
        "language",
        "created_at",
        "home_org_id",
        "version",
    ];
    let values = rows.iter().map(|a| {
        vec![
            a.id.into(),
            a.login.as_str().into(),
            a.name.as_str().into(),
            hash.into(),
            a.must_change.into(),
            a.one_time_until.into(),
            a.created_at.into(),
            a.disabled_at.into(),
            a.language.as_str().into(),
            a.created_at.into(),
            a.home.into(),
            1_i64.into(),
        ]
    });
    tx.insert_many("account", &columns, values)?;
    Ok(())
}

/// Opens a session now.
pub(crate) fn add_session(tx: &mut Tx<'_>, _: &Permit, s: &NewSession) -> Result<(), AppError> {
    let now = tx.now();
    tx.exec(ADD_SESSION, args![&s.hash, s.account, s.post, &s.csrf, &s.agent, now, s.until])?;
    Ok(())
}

/// Live sessions of an account, the one used last first.
pub(crate) fn sessions(tx: &mut Tx<'_>, id: AccountId) -> Result<Vec<SessionRow>, AppError> {
    let now = tx.now();
    Ok(tx.all(SESSIONS, args![id, now])?)
}

/// Live tokens of an account, the newest first.
pub(crate) fn tokens(tx: &mut Tx<'_>, id: AccountId) -> Result<Vec<TokenRow>, AppError> {
    let now = tx.now();
    Ok(tx.all(TOKENS, args![id, now])?)
}

/// The failures of a bucket. In a writing unit the bucket is held first, so that guesses made at the same
/// moment are counted one after the other.
pub(crate) fn failures(tx: &mut Tx<'_>, bucket: &str, hold: bool) -> Result<Option<Failures>, AppError> {
    if hold {
        tx.exec(LOCK_BUCKET, args![bucket])?;
    }
    let row: Option<(i64, Instant)> = tx.opt(FAILURES, args![bucket])?;
    Ok(row.map(|(count, last)| Failures { count, last }))
}

/// Takes hold of an account until the unit of work ends: others that do the same wait. Answers whether it is there.
pub(crate) fn hold(tx: &mut Tx<'_>, _: &Permit, id: AccountId) -> Result<bool, AppError> {
    Ok(tx.exec(HOLD, args![id])? > 0)
}

/// Replaces the password by a one-time one that ends at `until`.
pub(crate) fn give_code(
    tx: &mut Tx<'_>,
    _: &Permit,
    id: AccountId,
    hash: &str,
    until: Instant,
) -> Result<(), AppError> {
    let now = tx.now();
    tx.exec(GIVE_CODE, args![hash, until, now, id])?;
    Ok(())
}

/// Sets the password that its person chose.
pub(crate) fn set_password(tx: &mut Tx<'_>, _: &Permit, id: AccountId, hash: &str) -> Result<(), AppError> {
    let now = tx.now();
    tx.exec(SET_PASSWORD, args![hash, now, id])?;
    Ok(())
}

/// Replaces a hash of the same password, unless the password was changed meanwhile.
pub(crate) fn renew_hash(tx: &mut Tx<'_>, _: &Permit, id: AccountId, new: &str, old: &str) -> Result<(), AppError> {
    tx.exec(RENEW_HASH, args![new, id, old])?;
    Ok(())
}

/// Notes that the password has become too old.
pub(crate) fn mark_stale(tx: &mut Tx<'_>, _: &Permit, id: AccountId) -> Result<(), AppError> {
    tx.exec(MARK_STALE, args![id])?;
    Ok(())
}

/// Disables an account from now, or enables it again.
pub(crate) fn set_disabled(tx: &mut Tx<'_>, _: &Permit, id: AccountId, at: Option<Instant>) -> Result<(), AppError> {
    tx.exec(SET_DISABLED, args![at, id])?;
    Ok(())
}

/// Sets the language of the pages; answers whether it was another.
pub(crate) fn set_language(tx: &mut Tx<'_>, _: &Permit, id: AccountId, code: &str) -> Result<bool, AppError> {
    Ok(tx.exec(SET_LANGUAGE, args![code, id])? > 0)
}

/// What a renewed session takes over and what it changes.
#[derive(Debug, Clone)]
pub(crate) struct Renewal {
    pub(crate) account: AccountId,
    pub(crate) old: String,
    pub(crate) new: String,
    pub(crate) post: Option<PostId>,
    pub(crate) proved_at: Instant,
}

/// Gives a session a new token; the old one opens nothing any more. Answers whether there was one. The account
/// is held: whoever ends all its sessions at the same moment ends the new one too.
pub(crate) fn renew_session(tx: &mut Tx<'_>, permit: &Permit, r: &Renewal) -> Result<bool, AppError> {
    hold(tx, permit, r.account)?;
    let now = tx.now();
    let copied = tx.exec(SESSION_COPY, args![&r.new, r.post, now, r.proved_at, &r.old, r.account])?;
    let ended = tx.exec(END_SESSION, args![&r.old, r.account])?;
    Ok(copied > 0 && ended > 0)
}

/// Ends one session; answers whether it was there.
pub(crate) fn end_session(tx: &mut Tx<'_>, _: &Permit, id: AccountId, hash: &str) -> Result<bool, AppError> {
    Ok(tx.exec(END_SESSION, args![hash, id])? > 0)
}

/// Ends the session whose hash begins with these 16 digits.
pub(crate) fn end_by_mark(tx: &mut Tx<'_>, _: &Permit, id: AccountId, mark: &str) -> Result<bool, AppError> {
    Ok(tx.exec(END_BY_MARK, args![id, mark])? > 0)
}

/// Ends all sessions of an account but this one (none: `""`); answers how many.
/// The account is held: a session that is just being opened or renewed is ended too.
pub(crate) fn end_others(tx: &mut Tx<'_>, permit: &Permit, id: AccountId, keep: &str) -> Result<u64, AppError> {
    hold(tx, permit, id)?;
    Ok(tx.exec(END_OTHERS, args![id, keep])?)
}

/// Counts one more failure in a bucket; those before `forgotten` do not count any more.
pub(crate) fn failed(tx: &mut Tx<'_>, _: &Permit, bucket: &str, forgotten: Instant) -> Result<(), AppError> {
    let now = tx.now();
    tx.exec(FAILED, args![bucket, now, forgotten])?;
    Ok(())
}

/// Forgets the failures of a bucket.
pub(crate) fn forget(tx: &mut Tx<'_>, _: &Permit, bucket: &str) -> Result<(), AppError> {
    tx.exec(FORGET, args![bucket])?;
    Ok(())
}

/// Adds a token for an account in one post.
pub(crate) fn add_token(
    tx: &mut Tx<'_>,
    _: &Permit,
    holder: (AccountId, PostId),
    hash: &str,
    token: &crate::rules::token::NewToken,
) -> Result<(), AppError> {
    let now = tx.now();
    tx.exec(ADD_TOKEN, args![hash, holder.0, holder.1, &token.label, token.may_write, now, token.until])?;
    Ok(())
}

/// Ends the token whose hash begins with these 16 digits; answers whether it was live.
pub(crate) fn revoke(tx: &mut Tx<'_>, _: &Permit, id: AccountId, mark: &str) -> Result<bool, AppError> {
    let now = tx.now();
    Ok(tx.exec(REVOKE, args![now, id, mark])? > 0)
}

/// Ends all tokens of an account.
pub(crate) fn revoke_all(tx: &mut Tx<'_>, _: &Permit, id: AccountId) -> Result<(), AppError> {
    let now = tx.now();
    tx.exec(REVOKE_ALL, args![now, id])?;
    Ok(())
}

/// Drops sessions that have ended and failures that are forgotten; answers how many rows.
pub(crate) fn sweep(tx: &mut Tx<'_>, _: &Permit, forgotten: Instant) -> Result<u64, AppError> {
    let now = tx.now();
    Ok(tx.exec(SWEEP_SESSIONS, args![now])? + tx.exec(SWEEP_FAILURES, args![forgotten])?)
}

/// Accounts by login, from after `after`.
pub(crate) fn list(tx: &mut Tx<'_>, after: &str, most: i64) -> Result<Vec<AccountRow>, AppError> {
    Ok(tx.all(LIST, args![after, most])?)
}

/// How many accounts there are.
pub(crate) fn count(tx: &mut Tx<'_>) -> Result<i64, AppError> {
    let (n,): (i64,) = tx.one(COUNT, args![])?;
    Ok(n)
}
