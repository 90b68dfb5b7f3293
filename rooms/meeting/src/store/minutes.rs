//! Adopted minutes and proposals to correct them.

use cx::{AppError, Permit, Tx};
use db::{args, rec};
use kernel::{AccountId, Instant, MeetingId, OrgId, OrgPath, PostId};

use super::meeting::MeetingRow;

pub(crate) const MARK: &str =
    "UPDATE meeting SET rev = $3, version = version + 1 WHERE org_id = $1 AND meeting_id = $2 AND rev + 1 = $3";
pub(crate) const SEAL: &str = "INSERT INTO minutes (org_id, meeting_id, rev, path, body, hash, adopted_at, by_account_id, by_post_id, \
     confirmed_account_id, confirmed_post_id) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)";
pub(crate) const SEALED: &str =
    "SELECT rev, body, hash, adopted_at FROM minutes WHERE org_id = $1 AND meeting_id = $2 AND rev = $3";
pub(crate) const REVISIONS: &str =
    "SELECT rev, hash, adopted_at FROM minutes WHERE org_id = $1 AND meeting_id = $2 ORDER BY rev LIMIT 100";
pub(crate) const CORRECTIONS: &str = "SELECT rev, attempt, stage, body, by_account_id, by_post_id, by_role, at, decided_role, decided_org_name, \
     decided_at, decided_reason FROM minutes_correction WHERE org_id = $1 AND meeting_id = $2 ORDER BY rev, attempt LIMIT 200";
pub(crate) const PROPOSE: &str = "INSERT INTO minutes_correction (org_id, meeting_id, rev, attempt, stage, body, hash, by_account_id, by_post_id, \
     by_role, at, decided_account_id, decided_role, decided_org_name, decided_at, decided_reason) \
     VALUES ($1, $2, $3, $4, 'proposed', $5, $6, $7, $8, $9, $10, NULL, '', '', NULL, '')";
pub(crate) const DECIDE: &str = "UPDATE minutes_correction SET stage = $5, decided_account_id = $6, decided_role = $7, decided_org_name = $8, \
     decided_at = $9, decided_reason = $10 WHERE org_id = $1 AND meeting_id = $2 AND rev = $3 AND attempt = $4 AND stage = 'proposed'";
pub(crate) const ALL_SEALED: &str =
    "SELECT org_id, meeting_id, rev, body, hash FROM minutes ORDER BY org_id, meeting_id, rev";
pub(crate) const ALL_PROPOSED: &str =
    "SELECT org_id, meeting_id, rev, body, hash FROM minutes_correction ORDER BY org_id, meeting_id, rev";
pub(crate) const ALL_MEETINGS: &str =
    "SELECT org_id, meeting_id, rev, stage FROM meeting WHERE rev > 0 ORDER BY org_id, meeting_id";

rec! {
    /// A sealed revision.
    #[derive(Debug, Clone)]
    pub(crate) struct Sealed {
        pub(crate) rev: i64,
        pub(crate) body: String,
        pub(crate) hash: String,
        pub(crate) adopted_at: Instant,
    }
}

rec! {
    /// A proposed correction and what became of it.
    #[derive(Debug, Clone)]
    pub(crate) struct Correction {
        pub(crate) rev: i64,
        pub(crate) attempt: i64,
        pub(crate) stage: String,
        pub(crate) body: String,
        pub(crate) by_account: AccountId,
        pub(crate) by_post: PostId,
        pub(crate) by_role: String,
        pub(crate) at: Instant,
        pub(crate) decided_role: String,
        pub(crate) decided_org: String,
        pub(crate) decided_at: Option<Instant>,
        pub(crate) decided_reason: String,
    }
}

rec! {
    /// A stored canonical text, for the check.
    #[derive(Debug, Clone)]
    pub(crate) struct Stored {
        pub(crate) org: OrgId,
        pub(crate) meeting: MeetingId,
        pub(crate) rev: i64,
        pub(crate) body: String,
        pub(crate) hash: String,
    }
}

/// A revision on its way to be sealed.
pub(crate) struct Sealing<'a> {
    pub(crate) rev: i64,
    pub(crate) path: &'a OrgPath,
    pub(crate) body: &'a str,
    pub(crate) hash: &'a str,
    pub(crate) by: (AccountId, PostId),
    pub(crate) confirmed: Option<(AccountId, PostId)>,
}

/// Adds a sealed revision; false if it is not the next one any more.
pub(crate) fn seal(tx: &mut Tx<'_>, _: &Permit, row: &MeetingRow, s: &Sealing<'_>) -> Result<bool, AppError> {
    let now = tx.now();
    if tx.exec(MARK, args![row.org, row.id, s.rev])? != 1 {
        return Ok(false);
    }
    let (account, post) = (s.confirmed.map(|c| c.0), s.confirmed.map(|c| c.1));
    tx.exec(SEAL, args![row.org, row.id, s.rev, s.path, s.body, s.hash, now, s.by.0, s.by.1, account, post])?;
    Ok(true)
}

/// One sealed revision.
pub(crate) fn sealed(tx: &mut Tx<'_>, org: OrgId, meeting: MeetingId, rev: i64) -> Result<Option<Sealed>, AppError> {
    Ok(tx.opt(SEALED, args![org, meeting, rev])?)
}

/// Every revision: number, seal, when adopted.
pub(crate) fn revisions(
    tx: &mut Tx<'_>,
    org: OrgId,
    meeting: MeetingId,
) -> Result<Vec<(i64, String, Instant)>, AppError> {
    Ok(tx.all(REVISIONS, args![org, meeting])?)
}

/// Every proposal.
pub(crate) fn corrections(tx: &mut Tx<'_>, org: OrgId, meeting: MeetingId) -> Result<Vec<Correction>, AppError> {
    Ok(tx.all(CORRECTIONS, args![org, meeting])?)
}

/// Keeps a proposal.
pub(crate) fn propose(
    tx: &mut Tx<'_>,
    _: &Permit,
    row: &MeetingRow,
    (rev, attempt): (i64, i64),
    (body, hash): (&str, &str),
) -> Result<(), AppError> {
    let (actor, now) = (tx.actor().clone(), tx.now());
    let (post, role) = (actor.seat.post, actor.seat.role.code());
    tx.exec(PROPOSE, args![row.org, row.id, rev, attempt, body, hash, actor.account, post, role, now])?;
    Ok(())
}

/// Decides on a waiting proposal; false if somebody was faster.
pub(crate) fn decide(
    tx: &mut Tx<'_>,
    _: &Permit,
    row: &MeetingRow,
    (rev, attempt): (i64, i64),
    (stage, reason): (&str, &str),
) -> Result<bool, AppError> {
    let (actor, now) = (tx.actor().clone(), tx.now());
    let (role, org_name) = (actor.seat.role.code(), actor.seat.org_name);
    let decided =
        tx.exec(DECIDE, args![row.org, row.id, rev, attempt, stage, actor.account, role, org_name, now, reason])?;
    Ok(decided == 1)
}

/// Hands every stored text of `statement` ([`ALL_SEALED`] or [`ALL_PROPOSED`]) to `each`.
pub(crate) fn each_stored(tx: &mut Tx<'_>, statement: &str, mut each: impl FnMut(Stored)) -> Result<(), AppError> {
    tx.each(statement, args![], |row| {
        each(db::FromRow::from_row(row)?);
        Ok(())
    })?;
    Ok(())
}

/// (organisation, meeting, newest revision, stage) of every meeting with adopted minutes.
pub(crate) fn all_meetings(tx: &mut Tx<'_>) -> Result<Vec<(OrgId, MeetingId, i64, String)>, AppError> {
    Ok(tx.all(ALL_MEETINGS, args![])?)
}
