//! 修订: either side proposes a new revision of a letter in force; it replaces the old one when both have signed it.

use cx::{AppError, Cx, Happening};
use kernel::{Fault, Faults, TargetId};
use serde_json::json;

use super::{Key, submission};
use crate::access::{self, REVISE};
use crate::rules::{Line, StepKind, TargetDraft, draft, revision};
use crate::store::letter::{self, LetterRow};
use crate::store::{issue, step, target};

/// What a revision would say.
#[derive(Debug, Clone)]
pub struct Revision {
    /// Which letter.
    pub key: Key,
    /// The revision in force that it starts from.
    pub base: i64,
    /// Its lines; a target without one is dropped.
    pub lines: Vec<Line>,
    /// Targets it adds for this recipient alone.
    pub added: Vec<TargetDraft>,
    /// Why.
    pub reason: String,
}

/// Proposes a revision; answers its number.
///
/// # Errors
/// No reason, nothing that changes, lines that break a rule, a letter not in force, another proposal that is open;
/// [`AppError::Conflict`] if another revision is in force by now.
pub async fn revise(cx: &Cx, once: &str, what: Revision) -> Result<i64, AppError> {
    cx.write_once(&submission("revise", what.key, once), move |tx| {
        let revisions = letter::revisions(tx, what.key.org, what.key.issue)?;
        let base = revisions.iter().find(|r| r.rev == what.base).cloned().ok_or(AppError::NotFound)?;
        let permit = access::side(tx, &REVISE, &base, &[base.org, base.issuer])?;
        base.state.revise(base.until, tx.today())?;
        if revisions.iter().any(|r| r.state.is_open()) {
            return Err(Fault::new("target_open_revision").into());
        }
        let reason = draft::reason(&what.reason)?;
        let stands = letter::lines(tx, &base)?;
        let faults = faults(&what, &stands);
        if !faults.is_empty() {
            return Err(faults.into());
        }
        let last: LetterRow = revisions.into_iter().next_back().ok_or(AppError::NotFound)?;
        let rev = last.rev + 1;
        let by = if tx.actor().seat.org == base.org { "recipient" } else { "issuer" };
        letter::insert(tx, &permit, &last, (by, &reason))?;
        let mut lines = what.lines.clone();
        if !what.added.is_empty() {
            let row = issue::get(tx, base.issuer, base.issue)?;
            let ids = target::insert(tx, &permit, (&row, row.year), &what.added, (1_001, Some(base.org)))?;
            let added = what.added.iter().zip(ids);
            lines.extend(added.map(|(t, target)| Line { target, value: t.value.clone(), weight: t.weight }));
        }
        letter::add_lines(tx, &permit, &base, rev, &lines)?;
        step::add(tx, &permit, &base, rev, (StepKind::Proposed, &reason))?;
        let detail = json!({ "rev": rev, "by": by });
        Ok(Happening::new("target.revised", base.org, what.key).detail(detail).answer(rev))
    })
    .await
}

fn faults(what: &Revision, stands: &[Line]) -> Faults {
    let known: Vec<TargetId> = stands.iter().map(|l| l.target).collect();
    let added: i64 = what.added.iter().map(|t| t.weight).sum();
    let mut faults = revision::check(&what.lines, &known, added);
    for (n, target) in what.added.iter().enumerate() {
        target.check(n, &mut faults);
        if target.id.is_some() || target.weight == 0 {
            faults.push(Fault::of(format!("targets.{n}.weight"), "target_weight_none"));
        }
    }
    if what.lines == stands && what.added.is_empty() {
        faults.push(Fault::new("target_nothing_changes"));
    }
    faults
}
