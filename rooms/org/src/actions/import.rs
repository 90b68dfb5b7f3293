//! Importing an edition: the file says what stands from a day on; what it does not name stays.

use std::{collections::HashSet, sync::Arc};

use cx::{AppError, Cx, Happening, Permit, Recorded, Tx};
use kernel::{Day, OrgId, Role};
use serde_json::json;

use crate::{
    access::IMPORT,
    actions::{carry_out, change::is_high_enough, ids, moved_json, not_future},
    rules::{ImportRow, Moved, Refusal, import},
    store,
};

/// What is wanted of an import.
#[derive(Debug, Clone)]
pub(crate) struct Wanted {
    /// The rows of the file.
    pub(crate) rows: Arc<Vec<ImportRow>>,
    /// Rows that could not even be read.
    pub(crate) unread: Vec<Refusal>,
    /// The day from which the rows hold; today if none.
    pub(crate) as_of: Option<Day>,
    /// Only tell what would happen.
    pub(crate) dry_run: bool,
    /// Import the good rows although others are refused.
    pub(crate) skip_refused: bool,
}

/// What an import did.
#[derive(Debug, Clone, Default)]
pub(crate) struct Imported {
    pub(crate) added: usize,
    pub(crate) changed: usize,
    pub(crate) unchanged: usize,
    pub(crate) refused: Vec<Refusal>,
    pub(crate) moved: Vec<Moved>,
    pub(crate) written: bool,
}

/// Whether the actor's organisation is high enough to import what stands below it.
///
/// # Errors
/// [`AppError::Forbidden`] if it is not.
pub(crate) async fn may_import(cx: &Cx) -> Result<(), AppError> {
    cx.read(|tx| if is_high_enough(tx)? { Ok(()) } else { Err(AppError::Forbidden(IMPORT.name)) }).await
}

/// Imports rows.
///
/// # Errors
/// A day in the future; a failure of the database. Refused rows are in the answer.
pub(crate) async fn import(cx: &Cx, wanted: Wanted) -> Result<Imported, AppError> {
    if wanted.dry_run {
        return cx.read(move |tx| work(tx, &wanted).map(|(_, imported, ..)| imported)).await;
    }
    cx.write(move |tx| {
        store::tree::lock(tx)?;
        let (work, mut imported, permit, day) = work(tx, &wanted)?;
        let Some((mut tree, outcome)) = work.filter(|(_, o)| !o.touched.is_empty()) else {
            return Ok(Recorded::unchanged(imported));
        };
        store::tree::save(tx, &permit, &mut tree, &outcome)?;
        imported.written = true;
        let head = outcome.touched.first().map_or(OrgId::new(0), |p| tree.nodes[*p].id);
        let detail = json!({
            "day": day, "added": imported.added, "changed": imported.changed, "unchanged": imported.unchanged,
            "refused": imported.refused.len(), "moved": moved_json(&imported.moved),
        });
        Ok(Happening::new("org.imported", head, day).detail(detail).answer(imported))
    })
    .await
}

type Work = (Option<(crate::rules::Tree, crate::rules::Outcome)>, Imported, Permit, Day);

/// Plans and applies in memory.
fn work(tx: &mut Tx<'_>, wanted: &Wanted) -> Result<Work, AppError> {
    let permit = tx.permit(&IMPORT, tx.place())?;
    if !is_high_enough(tx)? {
        return Err(AppError::Forbidden(IMPORT.name));
    }
    let fence = (tx.actor().seat.role != Role::Operator).then(|| tx.place().clone());
    let day = wanted.as_of.unwrap_or_else(|| tx.today());
    not_future(tx, day, "as_of")?;
    tx.meter().step("comparing with what is there");
    let mut tree = store::tree::load(tx, day)?;
    let mut refused = wanted.unread.clone();
    let mut rows = Arc::clone(&wanted.rows);
    if let Some(fence) = &fence {
        let outside = import::outside(&tree, &rows, day, fence);
        if !outside.is_empty() {
            let numbers: HashSet<u32> = outside.iter().map(|r| r.row).collect();
            rows = Arc::new(rows.iter().filter(|r| !numbers.contains(&r.row)).cloned().collect());
            refused.extend(outside);
        }
    }
    let mut planned = import::plan(&mut tree, &rows, day, &mut ids(tx));
    if let Some(fence) = &fence {
        import::keep_inside(&tree, &mut planned, day, fence);
    }
    refused.extend(planned.refused);
    let done = carry_out(&mut tree, day, planned.wishes, &mut refused, wanted.skip_refused);
    let mut imported = Imported { unchanged: planned.unchanged, refused, ..Imported::default() };
    let Some((outcome, by_op)) = done else { return Ok((None, imported, permit, day)) };
    imported.added = by_op.get("add").copied().unwrap_or(0);
    imported.changed = by_op.values().sum::<usize>() - imported.added;
    imported.moved.clone_from(&outcome.moved);
    Ok((Some((tree, outcome)), imported, permit, day))
}
