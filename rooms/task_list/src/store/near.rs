//! Counts of what is near due.

use cx::{AppError, Tx};
use db::args;
use kernel::{Day, Instant, Month, OrgId, OrgPath};

use crate::rules::State;

/// What children and all below them owe between two days, by state.
pub(crate) const OF_CHILDREN: &str = "SELECT r.state, CAST(COALESCE(SUM(r.n), 0) AS BIGINT) FROM roll_up r \
     WHERE r.org_id = $1 AND r.month = $2 AND r.due_day >= $3 AND r.due_day <= $4 AND r.n <> 0 GROUP BY r.state";
/// How many items of a month were sent since an instant.
pub(crate) const SENT_SINCE: &str = "SELECT COUNT(*) FROM item i JOIN task_list l ON l.org_id = i.issuer_id AND l.list_id = i.list_id \
     WHERE i.month = $1 AND i.visible = 1 AND l.sent_at >= $2";
/// What is not signed in a branch, due between two days and issued since an instant.
pub(crate) const UNSIGNED: &str = "SELECT COUNT(*) FROM assignment a JOIN item i ON i.item_id = a.item_id WHERE a.month = $1 AND a.path >= $2 \
     AND a.path < $3 AND a.state = 1 AND i.visible = 1 AND a.due_day >= $4 AND a.due_day <= $5 AND a.issued_at >= $6";

/// [`OF_CHILDREN`] of an organisation; `due` are the first and the last day.
pub(crate) fn of_children(
    tx: &mut Tx<'_>,
    org: OrgId,
    month: Month,
    due: (Day, Day),
) -> Result<Vec<(State, i64)>, AppError> {
    Ok(tx.all(OF_CHILDREN, args![org, month, due.0, due.1])?)
}

/// [`SENT_SINCE`].
pub(crate) fn sent_since(tx: &mut Tx<'_>, month: Month, since: Instant) -> Result<i64, AppError> {
    let (n,): (i64,) = tx.one(SENT_SINCE, args![month, since])?;
    Ok(n)
}

/// [`UNSIGNED`].
pub(crate) fn unsigned(
    tx: &mut Tx<'_>,
    place: &OrgPath,
    month: Month,
    due: (Day, Day),
    since: Instant,
) -> Result<i64, AppError> {
    let (from, until) = place.range();
    let (n,): (i64,) = tx.one(UNSIGNED, args![month, from, until, due.0, due.1, since])?;
    Ok(n)
}
