//! What whoever runs the server does: compare the roll-ups with the assignments, recompute them, follow
//! organisations that moved.

use cx::{AppError, Cx, Happening, Recorded};
use kernel::{Month, OrgPath};
use serde_json::json;

use crate::access::UPKEEP;
use crate::store::roll_up;

/// A branch that moved: from the month of the move on its assignments are counted at the new place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Move {
    /// Where it stood.
    pub old: OrgPath,
    /// Where it stands.
    pub new: OrgPath,
    /// The first month in which it is counted there.
    pub month: Month,
}

/// A month before all others.
const EVER: Month = Month(190_001);

/// Every roll-up that differs from what the assignments give: nothing, on a sound database.
///
/// # Errors
/// A failure of the database; [`AppError::Forbidden`] for anybody but the operator.
pub async fn check(cx: &Cx) -> Result<Vec<String>, AppError> {
    cx.read(|tx| {
        tx.permit(&UPKEEP, &OrgPath::everything())?;
        let mut found = Vec::new();
        for month in roll_up::months(tx, EVER)? {
            found.extend(roll_up::check(tx, month)?);
        }
        Ok(found)
    })
    .await
}

/// Replaces the roll-ups of a month by what the assignments give.
///
/// # Errors
/// As [`check`].
pub async fn recompute(cx: &Cx, month: Month) -> Result<(), AppError> {
    cx.write(move |tx| {
        let permit = tx.permit(&UPKEEP, &OrgPath::everything())?;
        roll_up::recompute(tx, &permit, month)?;
        Ok(Happening::new("task_list.recomputed", tx.actor().seat.org, month).answer(()))
    })
    .await
}

/// Follows branches that moved, in the order in which they did; answers how many assignments moved. Months
/// before the move stay as they were counted. Doing it again changes nothing.
///
/// # Errors
/// As [`check`].
pub async fn rehome(cx: &Cx, moves: Vec<Move>) -> Result<u64, AppError> {
    cx.write(move |tx| {
        let permit = tx.permit(&UPKEEP, &OrgPath::everything())?;
        let mut moved = 0;
        for one in &moves {
            moved += roll_up::move_branch(tx, &permit, (&one.old, &one.new), one.month)?;
        }
        let Some(first) = moves.iter().map(|m| m.month).min().filter(|_| moved > 0) else {
            return Ok(Recorded::unchanged(0));
        };
        for month in roll_up::months(tx, first)? {
            roll_up::recompute(tx, &permit, month)?;
        }
        let happening = Happening::new("task_list.rehomed", tx.actor().seat.org, first);
        Ok(happening.detail(json!({ "assignments": moved })).answer(moved))
    })
    .await
}
