//! Before it is signed, the recipient may object to a letter, and the issuer answers: it stays as it is, or changes.

use cx::{AppError, Cx, Happening};
use kernel::TargetId;
use serde_json::json;

use super::{Seen, load, submission};
use crate::access::{self, ANSWER, OBJECT};
use crate::rules::{Line, State, StepKind, draft, revision};
use crate::store::letter::{self, Next};
use crate::store::step;

/// Objects to a letter of one's own organisation, with a reason.
///
/// # Errors
/// No reason, or it is not at the recipient any more; [`AppError::Conflict`] if it changed since it was read.
pub async fn object(cx: &Cx, once: &str, seen: Seen, reason: String) -> Result<(), AppError> {
    cx.write_once(&submission("object", seen.key, once), move |tx| {
        let (row, _) = load(tx, seen, State::Issued)?;
        let permit = access::side(tx, &OBJECT, &row, &[row.org])?;
        row.state.discuss()?;
        let reason = draft::reason(&reason)?;
        letter::save(tx, &permit, &row, Next { objected: true, ..Next::of(&row) })?;
        step::add(tx, &permit, &row, row.rev, (StepKind::Objected, &reason))?;
        Ok(Happening::new("target.objected", row.org, seen.key).detail(json!({ "rev": row.rev })).answer(()))
    })
    .await
}

/// Answers an objection to a letter that one's own organisation issued. With `lines` the letter changes: values and
/// weights as given, targets without a line are dropped.
///
/// # Errors
/// No answer, nothing to answer, lines that break a rule; [`AppError::Conflict`] if it changed since it was read.
pub async fn answer(cx: &Cx, once: &str, seen: Seen, text: String, lines: Option<Vec<Line>>) -> Result<(), AppError> {
    cx.write_once(&submission("answer", seen.key, once), move |tx| {
        let (row, _) = load(tx, seen, State::Issued)?;
        let permit = access::side(tx, &ANSWER, &row, &[row.issuer])?;
        row.state.discuss()?;
        if !row.objected {
            return Err(kernel::Fault::new("target_no_objection").into());
        }
        let text = draft::reason(&text)?;
        let stands = letter::lines(tx, &row)?;
        let changed = lines.as_ref().filter(|lines| **lines != stands);
        if let Some(lines) = changed {
            let known: Vec<TargetId> = stands.iter().map(|l| l.target).collect();
            let faults = revision::check(lines, &known, 0);
            if !faults.is_empty() {
                return Err(faults.into());
            }
            letter::replace_lines(tx, &permit, &row, lines)?;
        }
        let kind = if changed.is_some() { StepKind::Amended } else { StepKind::Answered };
        letter::save(tx, &permit, &row, Next { objected: false, ..Next::of(&row) })?;
        step::add(tx, &permit, &row, row.rev, (kind, &text))?;
        let detail = json!({ "rev": row.rev, "changed": changed.is_some() });
        Ok(Happening::new("target.answered", row.org, seen.key).detail(detail).answer(()))
    })
    .await
}
