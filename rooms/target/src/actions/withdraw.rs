//! 收回: the issuer takes a letter or a proposed revision back before it is in force. What was sealed of it stays.

use cx::{AppError, Cx, Happening};
use serde_json::json;

use super::{Seen, load, submission};
use crate::access::{self, ANSWER};
use crate::rules::{State, StepKind, draft};
use crate::store::letter::{self, Next};
use crate::store::step;

/// Takes back a letter that one's own organisation issued, with a reason.
///
/// # Errors
/// No reason, or it is in force or over; [`AppError::Conflict`] if it changed since it was read.
pub async fn withdraw(cx: &Cx, once: &str, seen: Seen, reason: String) -> Result<(), AppError> {
    cx.write_once(&submission("withdraw", format!("{} {}", seen.key, seen.rev), once), move |tx| {
        let (row, _) = load(tx, seen, State::Withdrawn)?;
        let permit = access::side(tx, &ANSWER, &row, &[row.issuer])?;
        let state = row.state.withdraw()?;
        let reason = draft::reason(&reason)?;
        letter::save(tx, &permit, &row, Next { state, objected: false, ..Next::of(&row) })?;
        step::add(tx, &permit, &row, row.rev, (StepKind::Withdrawn, &reason))?;
        Ok(Happening::new("target.withdrawn", row.org, seen.key).detail(json!({ "rev": row.rev })).answer(()))
    })
    .await
}
