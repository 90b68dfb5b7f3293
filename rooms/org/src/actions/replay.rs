//! Replaying a list of changes: each year's batch on its day, all of them or none.

use std::{collections::BTreeMap, sync::Arc};

use cx::{AppError, Cx, Happening, Recorded, Tx};
use kernel::{Day, Fault, OrgId, OrgPath};
use serde_json::json;

use crate::{
    access::REPLAY,
    actions::{carry_out, ids, moved_json, not_future},
    rules::{Change, Moved, Refusal, replay},
    store,
};

/// What is wanted of a replay.
#[derive(Debug, Clone)]
pub(crate) struct Wanted {
    /// The changes.
    pub(crate) changes: Arc<Vec<Change>>,
    /// Rows that could not even be read.
    pub(crate) unread: Vec<Refusal>,
    /// Month and day on which the edition of a year takes effect.
    pub(crate) month_day: (i8, i8),
    /// Only tell what would happen.
    pub(crate) dry_run: bool,
}

/// What a replay did.
#[derive(Debug, Clone, Default)]
pub(crate) struct Replayed {
    /// Each day with how many changes of which kind were made.
    pub(crate) days: Vec<(Day, BTreeMap<&'static str, usize>)>,
    pub(crate) applied: usize,
    pub(crate) unchanged: usize,
    pub(crate) refused: Vec<Refusal>,
    pub(crate) moved: Vec<Moved>,
    pub(crate) written: bool,
}

/// Replays changes.
///
/// # Errors
/// An impossible day; a failure of the database. Refused rows are in the answer.
pub(crate) async fn replay(cx: &Cx, wanted: Wanted) -> Result<Replayed, AppError> {
    if wanted.dry_run {
        return cx.read(move |tx| work(tx, &wanted, false)).await;
    }
    cx.write(move |tx| {
        store::tree::lock(tx)?;
        let mut replayed = work(tx, &wanted, true)?;
        if !replayed.refused.is_empty() || replayed.applied == 0 {
            return Ok(Recorded::unchanged(replayed));
        }
        replayed.written = true;
        let detail = json!({
            "applied": replayed.applied, "unchanged": replayed.unchanged, "moved": moved_json(&replayed.moved),
        });
        let last = replayed.days.last().map(|(day, _)| day.to_string()).unwrap_or_default();
        Ok(Happening::new("org.replayed", OrgId::new(0), last).detail(detail).answer(replayed))
    })
    .await
}

fn work(tx: &mut Tx<'_>, wanted: &Wanted, save: bool) -> Result<Replayed, AppError> {
    let permit = tx.permit(&REPLAY, &OrgPath::everything())?;
    let mut replayed = Replayed { refused: wanted.unread.clone(), ..Replayed::default() };
    let mut batches: BTreeMap<i16, Vec<Change>> = BTreeMap::new();
    for change in wanted.changes.iter() {
        batches.entry(change.year).or_default().push(change.clone());
    }
    let mut tree = None;
    for (year, changes) in batches {
        let (month, of_month) = wanted.month_day;
        let bad = || Fault::of("month_day", "not_a_day").with("value", format!("{year}-{month:02}-{of_month:02}"));
        let day = Day::new(year, month, of_month).ok_or_else(bad)?;
        not_future(tx, day, "year_to")?;
        if tree.is_none() {
            tx.meter().step("comparing with what is there");
            tree = Some(store::tree::load(tx, day)?);
        }
        let Some(tree) = tree.as_mut() else { continue };
        let planned = replay::plan(tree, &changes, day, &mut ids(tx));
        replayed.unchanged += planned.unchanged;
        replayed.refused.extend(planned.refused);
        let Some((outcome, by_op)) = carry_out(tree, day, planned.wishes, &mut replayed.refused, false) else {
            // Later batches rest on this one; their refusals would only follow from its own.
            break;
        };
        let by_op: BTreeMap<&'static str, usize> = by_op.into_iter().collect();
        replayed.applied += by_op.values().sum::<usize>();
        replayed.moved.extend(outcome.moved.iter().cloned());
        replayed.days.push((day, by_op));
        if save {
            store::tree::save(tx, &permit, tree, &outcome)?;
        }
    }
    Ok(replayed)
}
