//! The steps of assignments: only ever added.

use std::collections::{BTreeSet, HashMap};

use cx::{AppError, Permit, Tx};
use db::{Arg, args};
use kernel::{AccountId, Day, Instant, ItemId, Month, OrgId, PostId};

use super::assignment::{AssignmentKey, Change};
use super::shape;

pub(crate) const ADD: &str = "INSERT INTO assignment_step (org_id, month, item_id, seq, kind, at, on_day, by_org_id, \
     by_post_id, by_account_id, reason, detail) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)";
pub(crate) const OF: &str = "SELECT s.seq, s.kind, s.at, s.on_day, s.by_org_id, s.by_post_id, s.by_account_id, s.reason, s.detail \
     FROM assignment_step s WHERE s.org_id = $1 AND s.month = $2 AND s.item_id = $3 ORDER BY s.seq";

/// Rows of one insert.
const ROWS: usize = 64;
const ADD_MANY: &str = "INSERT INTO assignment_step (org_id, month, item_id, seq, kind, at, on_day, by_org_id, by_post_id, \
     by_account_id, reason, detail) VALUES";

db::rec! {
    /// One stored step.
    #[derive(Debug, Clone)]
    pub(crate) struct StepRow {
        pub(crate) seq: i64,
        pub(crate) kind: String,
        pub(crate) at: Instant,
        pub(crate) on_day: Option<Day>,
        pub(crate) by_org: OrgId,
        pub(crate) by_post: PostId,
        pub(crate) by_account: AccountId,
        pub(crate) reason: String,
        pub(crate) detail: String,
    }
}

/// All steps of one assignment, the first first.
pub(crate) fn of(tx: &mut Tx<'_>, org: OrgId, month: Month, item: ItemId) -> Result<Vec<StepRow>, AppError> {
    Ok(tx.all(OF, args![org, month, item])?)
}

/// Adds the steps of these changes. A step's number is the version it was made upon, so that it needs
/// no counting.
pub(crate) fn add(tx: &mut Tx<'_>, _: &Permit, changes: &[Change]) -> Result<(), AppError> {
    let (seat, account, now) = (tx.actor().seat.clone(), tx.actor().account, tx.now());
    let mut rows: Vec<Vec<Arg>> = Vec::new();
    for change in changes {
        let row = &change.row;
        for (seq, step) in (row.version..).zip(&change.steps) {
            rows.push(
                args![
                    row.org,
                    row.month,
                    row.item,
                    seq,
                    step.kind.code(),
                    now,
                    step.on_day,
                    seat.org,
                    seat.post,
                    account,
                    &step.reason,
                    &step.detail
                ]
                .to_vec(),
            );
        }
    }
    if let [only] = rows.as_slice() {
        tx.exec(ADD, only)?;
        return Ok(());
    }
    for part in rows.chunks(ROWS) {
        let shape = shape::rows(ADD_MANY, part, "");
        tx.exec(&shape.text, &shape.args)?;
    }
    Ok(())
}

/// The last reasons of these organisations' assignments in a month, by step kind: why one was sent back,
/// why one is not to be done.
pub(crate) fn reasons(
    tx: &mut Tx<'_>,
    keys: &BTreeSet<AssignmentKey>,
) -> Result<HashMap<AssignmentKey, String>, AppError> {
    if keys.is_empty() {
        return Ok(HashMap::new());
    }
    let orgs: BTreeSet<OrgId> = keys.iter().map(|k| k.0).collect();
    let months: BTreeSet<Month> = keys.iter().map(|k| k.1).collect();
    let items: BTreeSet<ItemId> = keys.iter().map(|k| k.2).collect();
    let mut shape = shape::Shape::new(
        "SELECT s.org_id, s.month, s.item_id, s.reason FROM assignment_step s WHERE s.org_id IN ",
        &[],
    );
    shape.list(orgs.into_iter().map(Arg::from)).push(" AND s.month IN ").list(months.into_iter().map(Arg::from));
    shape.push(" AND s.item_id IN ").list(items.into_iter().map(Arg::from));
    shape.push(
        " AND s.kind IN ('returned', 'declined', 'extension_asked') ORDER BY s.org_id, s.month, s.item_id, s.seq",
    );
    let rows: Vec<(OrgId, Month, ItemId, String)> = tx.all(&shape.text, &shape.args)?;
    // Later steps overwrite earlier ones: the last reason stands.
    Ok(rows.into_iter().map(|(org, month, item, reason)| ((org, month, item), reason)).collect())
}
