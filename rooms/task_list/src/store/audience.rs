//! What the organisations of an audience are asked already.

use std::collections::HashMap;

use cx::{AppError, Tx};
use db::args;
use kernel::{Month, OrgId, OrgPath};

use crate::rules::Load;

/// What is asked of each organisation in a month so far.
pub(crate) const LOADS: &str = "SELECT a.org_id, COUNT(*), CAST(COALESCE(SUM(i.minutes), 0) AS BIGINT), \
     CAST(COALESCE(SUM(i.asks), 0) AS BIGINT) FROM assignment a JOIN item i ON i.item_id = a.item_id \
     WHERE a.month = $1 AND a.path >= $2 AND a.path < $3 AND i.visible = 1 AND a.state NOT IN (8, 9) GROUP BY a.org_id";

/// What each organisation of a subtree is asked in a month already.
pub(crate) fn loads(tx: &mut Tx<'_>, month: Month, place: &OrgPath) -> Result<HashMap<OrgId, Load>, AppError> {
    let (from, until) = place.range();
    let rows: Vec<(OrgId, i64, i64, i64)> = tx.all(LOADS, args![month, from, until])?;
    Ok(rows.into_iter().map(|(org, requests, minutes, values)| (org, Load { minutes, values, requests })).collect())
}
