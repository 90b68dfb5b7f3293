//! Laying out a list: one assignment and one first step per organisation and item, set by set.

use cx::{AppError, Permit, Tx};
use db::args;
use kernel::{AccountId, Instant, ItemId, Month, OrgId, OrgPath, PostId};
use org::Resolved;

use super::list::ListRow;
use super::roll_up::{Cell, Deltas};
use super::shape::Shape;
use crate::rules::Stage;

pub(crate) const PATHS: &str =
    "SELECT a.org_id, a.path FROM assignment a WHERE a.month = $1 AND a.path >= $2 AND a.path < $3 AND a.item_id = $4";
pub(crate) const COUNTIES: &str =
    "SELECT o.path FROM org o WHERE o.path >= $1 AND o.path < $2 AND o.level = 'county' ORDER BY o.path";

const ASSIGNMENTS: &str = "INSERT INTO assignment (org_id, month, item_id, list_id, issuer_id, path, state, due_day, late, issued_at, \
     changed_at, version, target_id) SELECT o.org_id, i.month, i.item_id, i.list_id, i.issuer_id, o.path, CAST(1 AS BIGINT), i.due_day, \
     CAST(0 AS BIGINT), CAST($1 AS BIGINT), CAST($1 AS BIGINT), CAST(1 AS BIGINT), i.target_id FROM org o CROSS JOIN item i \
     WHERE i.list_id = $2 AND ";
const FIRST_STEPS: &str = "INSERT INTO assignment_step (org_id, month, item_id, seq, kind, at, by_org_id, by_post_id, by_account_id, \
     reason, detail) SELECT o.org_id, i.month, i.item_id, CAST(0 AS BIGINT), 'issued', CAST($1 AS BIGINT), CAST($3 AS BIGINT), \
     CAST($4 AS BIGINT), CAST($5 AS BIGINT), '', '{}' FROM org o CROSS JOIN item i WHERE i.list_id = $2 AND ";

/// Who sent a list, and when: what its first steps say.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Sender {
    pub(crate) post: PostId,
    pub(crate) account: AccountId,
    pub(crate) at: Instant,
}

/// Lays a list out over a range of paths. What is there already stays: running again adds what is missing.
pub(crate) fn lay_out(
    tx: &mut Tx<'_>,
    _: &Permit,
    list: &ListRow,
    sender: Sender,
    audience: &Resolved,
    range: &(String, String),
) -> Result<u64, AppError> {
    // One choice, not sent before: nothing can be there already, and not looking for it is cheaper.
    let fresh = list.stage == Stage::Draft && audience.parts() == 1;
    let tail = |text: &'static str| if fresh { "" } else { text };
    let mut laid = 0;
    for part in 0..audience.parts() {
        let mut shape = Shape::new(ASSIGNMENTS, args![sender.at, list.id]);
        audience.condition(&mut shape, part, range);
        shape.push(tail(" ON CONFLICT (org_id, month, item_id) DO NOTHING"));
        laid += tx.exec(&shape.text, &shape.args)?;
    }
    for part in 0..audience.parts() {
        let mut shape = Shape::new(FIRST_STEPS, args![sender.at, list.id, list.org, sender.post, sender.account]);
        audience.condition(&mut shape, part, range);
        shape.push(tail(" ON CONFLICT (org_id, month, item_id, seq) DO NOTHING"));
        tx.exec(&shape.text, &shape.args)?;
    }
    Ok(laid)
}

/// Ranges of paths that cover a subtree in county-sized pieces: each county, and what lies between.
pub(crate) fn pieces(tx: &mut Tx<'_>, place: &OrgPath) -> Result<Vec<(String, String)>, AppError> {
    let (start, end) = place.range();
    let counties: Vec<(OrgPath,)> = tx.all(COUNTIES, args![&start, &end])?;
    let mut pieces = Vec::new();
    let mut from = start;
    for (county,) in &counties {
        let (first, after) = county.range();
        if from < first {
            pieces.push((from, first.clone()));
        }
        pieces.push((first, after.clone()));
        from = after;
    }
    pieces.push((from, end));
    Ok(pieces)
}

/// The organisations among which one item of a list was laid out, by the place where they are counted.
pub(crate) fn laid_out(
    tx: &mut Tx<'_>,
    month: Month,
    place: &OrgPath,
    item: ItemId,
) -> Result<Vec<(OrgId, OrgPath)>, AppError> {
    let (from, until) = place.range();
    Ok(tx.all(PATHS, args![month, from, until, item])?)
}

/// The roll-ups of a freshly laid out list: every organisation has every item, so that places are
/// counted once and multiplied.
pub(crate) fn deltas(
    tx: &mut Tx<'_>,
    list: &ListRow,
    items: &[super::list::ItemRow],
    orgs: &[(OrgId, OrgPath)],
) -> Result<Deltas, AppError> {
    let chains = super::roll_up::Chains::of(tx, orgs.iter().map(|(id, path)| (*id, path)))?;
    let mut deltas = Deltas::default();
    let mut dues = std::collections::BTreeMap::new();
    for item in items {
        *dues.entry(item.due_day).or_insert(0_i64) += 1;
    }
    for (org, path) in orgs {
        let child = chains.child_of(list.org, *org, path);
        for item in items {
            deltas.tally((list.org, item.id, child), Cell::issued(item.due_day), 1);
        }
        for (superior, below) in chains.above(path) {
            for (due_day, n) in &dues {
                deltas.roll((superior, list.month, below), Cell::issued(*due_day), *n);
            }
        }
    }
    Ok(deltas)
}
