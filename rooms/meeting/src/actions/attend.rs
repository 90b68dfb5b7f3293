//! Who came: organisations and heads, never persons.

use std::collections::BTreeSet;

use cx::{AppError, Cx, Happening};
use kernel::{Fault, MeetingId, OrgId};
use serde_json::json;

use super::{key, mine, saved};
use crate::{access::HOLD, store};

/// Heads of one meeting at most.
const HEADS_MOST: i64 = 100_000;

/// Who was at a meeting.
#[derive(Debug, Clone, Default)]
pub struct Attendance {
    /// The invited organisations that came; all others did not.
    pub came: BTreeSet<OrgId>,
    /// Heads of the organisation itself; none = not counted.
    pub own: Option<i64>,
    /// Other heads; none = not counted.
    pub others: Option<i64>,
}

/// Notes who came to a meeting of one's own organisation that is held.
///
/// # Errors
/// Somebody who was not invited, impossible heads; a fault once the minutes are adopted; [`AppError::Conflict`].
pub async fn attend(cx: &Cx, once: &str, id: MeetingId, version: i64, who: Attendance) -> Result<(), AppError> {
    cx.write_once(&key("attend", id, once), move |tx| {
        let (row, permit) = mine(tx, &HOLD, id, version)?;
        row.stage.held()?;
        if row.rev > 0 {
            return Err(Fault::new("meeting_adopted").into());
        }
        let invited: BTreeSet<OrgId> = store::meeting::guests(tx, row.org, id)?.into_iter().map(|g| g.guest).collect();
        if !who.came.is_subset(&invited) {
            return Err(Fault::of("came", "meeting_not_invited").into());
        }
        for (field, n) in [("own", who.own), ("others", who.others)] {
            if n.is_some_and(|n| !(0..=HEADS_MOST).contains(&n)) {
                return Err(Fault::of(field, "not_a_number").with("value", n.unwrap_or(0)).into());
            }
        }
        store::meeting::attend(tx, &permit, &row, &who.came)?;
        let done = store::meeting::count_heads(tx, &permit, &row, (who.own, who.others))?;
        saved(tx, done, &row)?;
        let detail = json!({ "came": who.came.len(), "invited": invited.len() });
        Ok(Happening::new("meeting.attended", row.org, id).detail(detail).answer(()))
    })
    .await
}
