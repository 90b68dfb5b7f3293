//! 申请延期: an organisation asks for a later day; the issuer answers.

use cx::{AppError, Cx, Happening};
use kernel::Day;
use serde_json::json;

use super::{Seen, load, submission, verify};
use crate::access::{self, ASK, EXTEND};
use crate::rules::{StepKind, item};
use crate::store::assignment::{Change, NewStep, save};

/// Asks for a later day for an assignment of one's own organisation.
///
/// # Errors
/// A fault if the day is not later, the reason missing, nothing owed, or a request open; [`AppError::Conflict`].
pub async fn ask_extension(cx: &Cx, once: &str, seen: Seen, day: Day, reason: String) -> Result<(), AppError> {
    cx.write_once(&submission("extension", seen.key, once), move |tx| {
        let row = load(tx, seen, None)?;
        let permit = access::own(tx, &ASK, row.org)?;
        let next = row.duty().ask_extension(tx.today(), day)?;
        let step = NewStep::because(StepKind::Asked, &item::reason(&reason)?).on(day);
        let change = Change::new(row, next, step);
        save(tx, &permit, std::slice::from_ref(&change))?;
        let happening = Happening::new("task_list.extension_asked", change.row.org, change.row.object());
        Ok(happening.detail(json!({ "day": day })).answer(()))
    })
    .await
}

/// Grants or refuses the later day, for the organisation that issued the item. A refusal has a reason.
///
/// # Errors
/// [`AppError::Forbidden`] for whoever is not the issuer; a fault if nothing was asked; [`AppError::Conflict`].
pub async fn answer_extension(cx: &Cx, once: &str, seen: Seen, granted: bool, reason: String) -> Result<(), AppError> {
    cx.write_once(&submission("answer_extension", seen.key, once), move |tx| {
        let row = load(tx, seen, None)?;
        let issuer = verify::issuer(tx, &row)?;
        if tx.actor().seat.org != issuer.id {
            return Err(AppError::Forbidden(EXTEND.name));
        }
        let permit = access::own(tx, &EXTEND, issuer.id)?;
        let next = row.duty().answer_extension(granted)?;
        let reason = if granted { item::note(&reason)? } else { item::reason(&reason)? };
        let kind = if granted { StepKind::Granted } else { StepKind::Refused };
        let change = Change::new(row, next, NewStep::because(kind, &reason).on(next.due_day));
        save(tx, &permit, std::slice::from_ref(&change))?;
        let happening = Happening::new("task_list.extension_answered", change.row.org, change.row.object());
        Ok(happening.detail(json!({ "granted": granted, "due_day": next.due_day })).answer(()))
    })
    .await
}
