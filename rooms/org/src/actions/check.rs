//! The integrity of the tree: superiors exist, places agree with them, states and codes do not overlap.

use cx::{AppError, Cx};
use db::DbFault;
use kernel::{Day, Fault, OrgId, OrgPath};

use crate::store::audit;

/// The most findings told of one kind.
const MOST: usize = 100;

/// Everything that is wrong, as faults; empty for a sound tree.
///
/// # Errors
/// A failure of the database.
pub(crate) async fn check(cx: &Cx) -> Result<Vec<Fault>, AppError> {
    cx.read(|tx| {
        let limit = i64::try_from(MOST).unwrap_or(100);
        let mut found: Vec<Fault> =
            audit::differing(tx, limit)?.into_iter().map(|id| Fault::new("org_check_state").with("org", id)).collect();
        let mut line: Vec<(OrgPath, OrgId, i64)> = Vec::new();
        audit::each_org(tx, |row| {
            let (path, id, parent, depth): (OrgPath, OrgId, Option<OrgId>, i64) =
                (row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?);
            let next: i64 = row.get(4)?;
            while line.last().is_some_and(|(above, ..)| !above.is_above(&path)) {
                line.pop();
            }
            let above = line.last().filter(|(above, ..)| path.parent().as_ref() == Some(above));
            let fits = match (parent, above) {
                (None, _) => path.depth() == 1,
                (Some(parent), Some((above, id, next))) => {
                    let free = above.child(*next).is_some_and(|free| path < free);
                    parent == *id && free
                }
                (Some(_), None) => false,
            };
            if !fits || i64::try_from(path.depth()).ok() != Some(depth) {
                note(&mut found, Fault::new("org_check_parent").with("org", id));
            }
            line.push((path, id, next));
            Ok(())
        })?;
        states(tx, &mut found)?;
        codes(tx, &mut found)?;
        Ok(found)
    })
    .await
}

fn note(found: &mut Vec<Fault>, fault: Fault) {
    if found.iter().filter(|f| f.code == fault.code).count() < MOST {
        found.push(fault);
    }
}

/// Two states of one organisation neither overlap nor leave a gap.
fn states(tx: &mut cx::Tx<'_>, found: &mut Vec<Fault>) -> Result<(), AppError> {
    let mut before: Option<(OrgId, Day, Day)> = None;
    audit::each_state(tx, |row| {
        let state: (OrgId, Day, Day) = (row.get(0)?, row.get(1)?, row.get(2)?);
        let follows = before.is_none_or(|(org, _, to)| org != state.0 || to == state.1);
        if !follows || state.1 > state.2 {
            note(found, Fault::new("org_check_history").with("org", state.0));
        }
        before = Some(state);
        Ok::<(), DbFault>(())
    })
}

/// No code belongs to two organisations on one day.
fn codes(tx: &mut cx::Tx<'_>, found: &mut Vec<Fault>) -> Result<(), AppError> {
    let mut before: Option<(String, Day)> = None;
    audit::each_code(tx, |row| {
        let (code, from, to): (String, Day, Day) = (row.get(0)?, row.get(1)?, row.get(2)?);
        let overlaps = before.as_ref().is_some_and(|(other, until)| *other == code && *until > from);
        if overlaps || from >= to {
            note(found, Fault::new("org_check_code").with("code", &code));
        }
        before = Some((code, to));
        Ok::<(), DbFault>(())
    })
}
