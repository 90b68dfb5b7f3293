//! Moving and cancelling one meeting, with a reason that its guests read.

use cx::{AppError, Cx, Happening};
use kernel::{Day, Fault, MeetingId};
use serde_json::json;

use super::{key, mine, saved};
use crate::{
    access::PLAN,
    rules::{Clock, Stage, decision, plan},
    store,
};

/// Where a meeting is moved.
#[derive(Debug, Clone)]
pub struct Move {
    /// To which day.
    pub day: Day,
    /// To which time.
    pub start: Clock,
    /// To which place.
    pub place: String,
    /// Why.
    pub reason: String,
}

/// Moves a meeting of one's own organisation that is still to come.
///
/// # Errors
/// No reason, a day out of reach; a fault if it is held or cancelled; [`AppError::Conflict`].
pub async fn reschedule(cx: &Cx, once: &str, id: MeetingId, version: i64, to: Move) -> Result<(), AppError> {
    cx.write_once(&key("reschedule", id, once), move |tx| {
        let (before, permit) = mine(tx, &PLAN, id, version)?;
        before.stage.planned()?;
        let mut after = before.clone();
        (after.day, after.start) = (to.day, to.start);
        after.place = kernel::text::tidy(&to.place);
        let reason = decision::reason(&to.reason);
        let mut faults = after.plan().check();
        // Only the place can be wrong here: the rest was found right when it was written.
        faults.retain(|f| matches!(f.field.as_deref(), Some("place" | "start")));
        faults.extend(plan::may_move_to(to.day, before.month, tx.today()).err());
        faults.extend(reason.as_ref().err().cloned().unwrap_or_default());
        if !faults.is_empty() {
            return Err(faults.into());
        }
        after.reason = reason?;
        (after.by_hand, after.sequence, after.changed_at) = (true, before.sequence + 1, tx.now());
        if (before.day, before.start, &before.place) == (after.day, after.start, &after.place) {
            return Err(Fault::of("day", "meeting_not_moved").into());
        }
        let done = store::meeting::plan(tx, &permit, &before, &after)?;
        saved(tx, done, &before)?;
        let detail = json!({ "from": before.day, "to": after.day });
        Ok(Happening::new("meeting.moved", before.org, id).detail(detail).answer(()))
    })
    .await
}

/// Cancels a meeting of one's own organisation that is still to come.
///
/// # Errors
/// No reason; a fault if it is held or cancelled; [`AppError::Conflict`].
pub async fn cancel(cx: &Cx, once: &str, id: MeetingId, version: i64, reason: &str) -> Result<(), AppError> {
    let reason = reason.to_owned();
    cx.write_once(&key("cancel", id, once), move |tx| {
        let (before, permit) = mine(tx, &PLAN, id, version)?;
        before.stage.planned()?;
        let mut after = before.clone();
        (after.stage, after.reason) = (Stage::Cancelled, decision::reason(&reason)?);
        (after.sequence, after.changed_at) = (before.sequence + 1, tx.now());
        let done = store::meeting::plan(tx, &permit, &before, &after)?;
        saved(tx, done, &before)?;
        Ok(Happening::new("meeting.cancelled", before.org, id).detail(json!({ "day": before.day })).answer(()))
    })
    .await
}
