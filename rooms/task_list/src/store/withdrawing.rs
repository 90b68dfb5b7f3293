//! Taking back a whole list: set by set, whatever its size.

use cx::{AppError, Permit, Tx};
use db::{Arg, args};
use kernel::{Day, ItemId, OrgId, OrgPath};

use super::list::ListRow;
use super::roll_up::{self, Cell, Chains, Counted, Deltas};
use super::shape::Shape;
use crate::rules::{Duty, State};

/// The end of every statement here: what is still open of these items.
fn open_of(shape: &mut Shape, list: &ListRow, items: &[ItemId]) {
    shape.with("month = {} AND item_id IN ", [Arg::from(list.month)]);
    shape.list(items.iter().map(|id| Arg::from(*id))).push(" AND state IN (1, 2, 3, 4, 5, 7)");
}

/// Withdraws everything that is still open of a list's items; answers how many.
pub(crate) fn withdraw(
    tx: &mut Tx<'_>,
    permit: &Permit,
    list: &ListRow,
    items: &[ItemId],
    reason: &str,
) -> Result<i64, AppError> {
    let (seat, account, now) = (tx.actor().seat.clone(), tx.actor().account, tx.now());
    // First the versions: from here on nobody else can move one of these before we commit.
    let mut shape = Shape::new("UPDATE assignment SET version = version + 1, changed_at = $1 WHERE ", args![now]);
    open_of(&mut shape, list, items);
    tx.exec(&shape.text, &shape.args)?;
    let mut shape = Shape::new("SELECT org_id, path, item_id, due_day, late, state FROM assignment WHERE ", &[]);
    open_of(&mut shape, list, items);
    let rows: Vec<(OrgId, OrgPath, ItemId, Day, bool, State)> = tx.all(&shape.text, &shape.args)?;
    let mut shape = Shape::new(
        "INSERT INTO assignment_step (org_id, month, item_id, seq, kind, at, by_org_id, by_post_id, by_account_id, reason, detail) \
         SELECT org_id, month, item_id, version - 1, 'withdrawn', CAST($1 AS BIGINT), CAST($2 AS BIGINT), CAST($3 AS BIGINT), \
         CAST($4 AS BIGINT), CAST($5 AS TEXT), '{}' FROM assignment WHERE ",
        args![now, seat.org, seat.post, account, reason],
    );
    open_of(&mut shape, list, items);
    tx.exec(&shape.text, &shape.args)?;
    let mut shape = Shape::new("UPDATE assignment SET state = 9, asked_day = NULL WHERE ", &[]);
    open_of(&mut shape, list, items);
    tx.exec(&shape.text, &shape.args)?;
    let deltas = moved(tx, list, &rows)?;
    roll_up::write(tx, permit, &deltas)?;
    Ok(i64::try_from(rows.len()).unwrap_or(i64::MAX))
}

fn moved(
    tx: &mut Tx<'_>,
    list: &ListRow,
    rows: &[(OrgId, OrgPath, ItemId, Day, bool, State)],
) -> Result<Deltas, AppError> {
    let chains = Chains::of(tx, rows.iter().map(|r| (r.0, &r.1)))?;
    let mut deltas = Deltas::default();
    for (org, path, item, due_day, late, state) in rows {
        let at = Counted { org: *org, path, month: list.month, item: *item, issuer: list.org };
        let before = Duty { state: *state, due_day: *due_day, late: *late, asked_day: None };
        deltas.count(&chains, &at, Cell::of(&before), -1);
        deltas.count(&chains, &at, Cell::of(&Duty { state: State::Withdrawn, ..before }), 1);
    }
    Ok(deltas)
}
