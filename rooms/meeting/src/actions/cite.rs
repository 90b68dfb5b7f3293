//! Decisions among what rests on a clause: whoever reads the clause finds them, and it is not without work.

use cx::{AppError, Permit, Tx};
use document::{Citation, Citing};
use kernel::{ClauseId, DecisionId, OrgId};

use crate::rules::DecisionDraft;

/// The sort of citing thing.
const CITING: &str = "decision";

/// A decision rests on the clause of its draft; `before` is what it rested on until now.
pub(super) fn rest(
    tx: &mut Tx<'_>,
    permit: &Permit,
    (org, id): (OrgId, DecisionId),
    before: Option<ClauseId>,
    draft: &DecisionDraft,
) -> Result<(), AppError> {
    let label: String = draft.text.lines().next().unwrap_or_default().to_owned();
    if before != draft.ground.clause {
        release(tx, permit, id, before)?;
    }
    let Some(clause) = draft.ground.clause else { return Ok(()) };
    // A clause that has ended meanwhile may be kept: it is not cited anew.
    if before == Some(clause) {
        return document::relabel_in(tx, permit, (CITING, id.raw()), &label);
    }
    let address = format!("/decisions/{org}/{id}");
    let by = Citing { kind: CITING, id: id.raw(), org, label, address };
    document::cite_in(tx, permit, &[Citation { clause, by }])
}

/// A decision that is dropped rests on nothing any more.
pub(super) fn release(
    tx: &mut Tx<'_>,
    permit: &Permit,
    id: DecisionId,
    clause: Option<ClauseId>,
) -> Result<(), AppError> {
    match clause {
        Some(clause) => document::uncite_in(tx, permit, &[clause], (CITING, id.raw())).map(drop),
        None => Ok(()),
    }
}
