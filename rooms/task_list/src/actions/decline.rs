//! 申请不办: an organisation asks not to do what is not on its list; somebody else than the sender decides.

use cx::{AppError, Cx, Happening, Tx};
use serde_json::json;

use super::{Seen, load, submission};
use crate::access::{self, ASK, DECIDE};
use crate::rules::{State, StepKind, item};
use crate::store::assignment::{AssignmentRow, Change, NewStep, save};
use crate::store::step;

/// Asks not to do an assignment of one's own organisation.
///
/// # Errors
/// A fault if the reason is missing or it is past declining; [`AppError::Conflict`].
pub async fn ask_decline(cx: &Cx, once: &str, seen: Seen, reason: String) -> Result<(), AppError> {
    cx.write_once(&submission("decline", seen.key, once), move |tx| {
        let row = load(tx, seen, Some(State::Declined))?;
        let permit = access::own(tx, &ASK, row.org)?;
        let next = row.duty().decline()?;
        let mut step = NewStep::because(StepKind::Declined, &item::reason(&reason)?);
        step.detail = json!({ "before": row.state.name() }).to_string();
        let change = Change::new(row, next, step);
        save(tx, &permit, std::slice::from_ref(&change))?;
        Ok(Happening::new("task_list.declined", change.row.org, change.row.object()).answer(()))
    })
    .await
}

/// Decides whether it need not be done. A refusal puts it back where it stood.
///
/// # Errors
/// [`AppError::Forbidden`] for the post or the person that sent the list, and for whoever does not stand above
/// the organisation; a fault if the reason is missing; [`AppError::Conflict`].
pub async fn answer_decline(cx: &Cx, once: &str, seen: Seen, accepted: bool, reason: String) -> Result<(), AppError> {
    cx.write_once(&submission("answer_decline", seen.key, once), move |tx| {
        let wanted = if accepted { State::Excused } else { State::Signed };
        let row = load(tx, seen, Some(wanted))?;
        let permit = tx.permit(&DECIDE, &row.here)?;
        let steps = step::of(tx, row.org, row.month, row.item)?;
        impartial(tx, &row, steps.first())?;
        let next = row.duty().answer_decline(accepted, before(&steps))?;
        let kind = if accepted { StepKind::Excused } else { StepKind::Kept };
        let change = Change::new(row, next, NewStep::because(kind, &item::reason(&reason)?));
        save(tx, &permit, std::slice::from_ref(&change))?;
        let happening = Happening::new("task_list.decline_answered", change.row.org, change.row.object());
        Ok(happening.detail(json!({ "accepted": accepted })).answer(()))
    })
    .await
}

/// Nobody decides on their own request, nor on the refusal of what they sent.
fn impartial(tx: &Tx<'_>, row: &AssignmentRow, first: Option<&step::StepRow>) -> Result<(), AppError> {
    let actor = tx.actor();
    let own_issue = row.issuer == row.org && actor.seat.org == row.org;
    let above = actor.seat.path.is_above(&row.here) || own_issue;
    let sent = first.is_some_and(|s| s.by_post == actor.seat.post || s.by_account == actor.account);
    if above && !sent { Ok(()) } else { Err(AppError::Forbidden(DECIDE.name)) }
}

/// Where it stood before it was declined the last time.
fn before(steps: &[step::StepRow]) -> State {
    let declined = steps.iter().rev().find(|s| s.kind == StepKind::Declined.code());
    declined
        .and_then(|s| serde_json::from_str::<serde_json::Value>(&s.detail).ok())
        .and_then(|detail| detail["before"].as_str().and_then(State::of_name))
        .unwrap_or(State::Issued)
}
