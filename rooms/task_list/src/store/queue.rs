//! What waits for an organisation above: reports, requests not to do it, requests for more time. Found by
//! the two small indexes that hold only what waits.

use cx::{AppError, Tx};
use db::{Arg, args};
use kernel::{ItemId, Month, OrgId, OrgPath};

use super::assignment::{AssignmentRow, columns};
use super::shape::Shape;

pub(crate) const COUNT_ASKING: &str = "SELECT COUNT(*) FROM assignment a JOIN item i ON i.item_id = a.item_id \
     WHERE a.path >= $1 AND a.path < $2 AND a.asked_day IS NOT NULL AND i.visible = 1 AND a.issuer_id = $3";

/// Key of a queue: its order.
pub(crate) type QueueKey = (OrgPath, Month, ItemId);

/// Whose queue.
pub(crate) struct Waiting<'a> {
    pub(crate) org: OrgId,
    pub(crate) path: &'a OrgPath,
    /// Direct children: whose own lists' requests come here too, for they do not decide them themselves.
    pub(crate) children: &'a [OrgId],
}

/// Reports, verified reports and requests not to do it.
pub(crate) fn waiting(
    tx: &mut Tx<'_>,
    who: &Waiting<'_>,
    after: Option<&QueueKey>,
    limit: i64,
) -> Result<Vec<AssignmentRow>, AppError> {
    let (from, until) = who.path.range();
    let below = i64::try_from(who.path.as_str().len()).unwrap_or(0) + 5;
    let mut shape = Shape::new(
        concat!(
            columns!(),
            "WHERE a.path >= $1 AND a.path < $2 AND a.state IN (3, 5, 7) AND i.visible = 1 AND (a.issuer_id = $3 \
             OR (a.state IN (3, 7) AND a.issuer_id <> a.org_id AND LENGTH(a.path) = CAST($4 AS BIGINT)) OR (a.state = 7 AND a.issuer_id IN "
        ),
        args![from, until, who.org, below],
    );
    shape.list(who.children.iter().map(|id| Arg::from(*id))).push("))");
    page(&mut shape, after, limit);
    Ok(tx.all(&shape.text, &shape.args)?)
}

/// Requests for more time to what this organisation issued.
pub(crate) fn asking(
    tx: &mut Tx<'_>,
    who: &Waiting<'_>,
    after: Option<&QueueKey>,
    limit: i64,
) -> Result<Vec<AssignmentRow>, AppError> {
    let (from, until) = who.path.range();
    let mut shape = Shape::new(
        concat!(
            columns!(),
            "WHERE a.path >= $1 AND a.path < $2 AND a.asked_day IS NOT NULL AND i.visible = 1 AND a.issuer_id = $3"
        ),
        args![from, until, who.org],
    );
    page(&mut shape, after, limit);
    Ok(tx.all(&shape.text, &shape.args)?)
}

/// How many of [`asking`] there are.
pub(crate) fn count_asking(tx: &mut Tx<'_>, org: OrgId, path: &OrgPath) -> Result<i64, AppError> {
    let (from, until) = path.range();
    let (n,): (i64,) = tx.one(COUNT_ASKING, args![from, until, org])?;
    Ok(n)
}

fn page(shape: &mut Shape, after: Option<&QueueKey>, limit: i64) {
    if let Some((path, month, item)) = after {
        shape.with(" AND (a.path, a.month, a.item_id) > ({}, {}, {})", args![path, *month, *item].to_vec());
    }
    shape.with(" ORDER BY a.path, a.month, a.item_id LIMIT {}", [Arg::from(limit)]);
}
