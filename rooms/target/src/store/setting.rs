//! Whether letters may be issued to villages: a dated decision for a whole tree.

use cx::{AppError, Permit, Tx};
use db::{args, rec};
use kernel::{Day, Instant, OrgId};

pub(crate) const ON: &str =
    "SELECT s.villages FROM letter_setting s WHERE s.org_id = $1 AND s.from_day <= $2 ORDER BY s.from_day DESC LIMIT 1";
pub(crate) const ALL: &str = "SELECT s.from_day, s.villages, s.reason, s.at FROM letter_setting s WHERE s.org_id = $1 ORDER BY s.from_day DESC LIMIT 100";
pub(crate) const SET: &str = "INSERT INTO letter_setting (org_id, from_day, villages, reason, at, by_post_id) VALUES ($1, $2, $3, $4, $5, $6) \
     ON CONFLICT (org_id, from_day) DO UPDATE SET villages = excluded.villages, reason = excluded.reason, at = excluded.at, by_post_id = excluded.by_post_id";

rec! {
    /// One decision.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub struct SettingRow {
        /// From which day.
        pub from: Day,
        /// Whether villages get letters.
        pub villages: bool,
        /// What was decided where, and why.
        pub reason: String,
        /// When it was entered.
        pub at: Instant,
    }
}

/// Whether villages of the tree under `root` get letters today.
pub(crate) fn villages(tx: &mut Tx<'_>, root: OrgId) -> Result<bool, AppError> {
    let today = tx.today();
    let row: Option<(bool,)> = tx.opt(ON, args![root, today])?;
    Ok(row.is_some_and(|r| r.0))
}

/// Every decision, the newest first.
pub(crate) fn all(tx: &mut Tx<'_>, root: OrgId) -> Result<Vec<SettingRow>, AppError> {
    Ok(tx.all(ALL, args![root])?)
}

/// Enters a decision.
pub(crate) fn set(
    tx: &mut Tx<'_>,
    _: &Permit,
    (root, from): (OrgId, Day),
    villages: bool,
    reason: &str,
) -> Result<(), AppError> {
    let (by, now) = (tx.actor().seat.post, tx.now());
    tx.exec(SET, args![root, from, villages, reason, now, by])?;
    Ok(())
}
