//! What people do with plans and milestones: one verb, one file.

pub(crate) mod add;
pub(crate) mod look_up;
pub(crate) mod open;
pub(crate) mod report;
pub(crate) mod view;

use cx::{AppError, Tx};
use document::ClauseRef;
use kernel::{Fault, OrgId, PlanId};

use crate::{
    rules::MilestoneDraft,
    store::plan::{self, PlanRow},
};

/// The submission key of one verb for one thing: the same key sent with another form is another submission.
pub(crate) fn key(verb: &str, once: &str, of: impl std::fmt::Display) -> String {
    if once.is_empty() { String::new() } else { cx::hash_token(&format!("plan.{verb} {of} {once}")) }
}

/// A plan that the actor may read.
pub(crate) fn seen(tx: &mut Tx<'_>, id: PlanId) -> Result<PlanRow, AppError> {
    let row = plan::get(tx, id)?;
    if document::may_read(&tx.actor().seat, &row.path) { Ok(row) } else { Err(AppError::NotFound) }
}

/// A milestone's draft against all rules; answers the clause it rests on.
pub(crate) fn checked(tx: &mut Tx<'_>, plan: &PlanRow, draft: &MilestoneDraft) -> Result<ClauseRef, AppError> {
    let mut faults = draft.faults((plan.first, plan.last));
    if !below(tx, plan, draft.owner)? {
        faults.push(Fault::of("owner", "plan_owner_outside"));
    }
    let clause = document::clauses_in(tx, &[draft.clause])?.into_iter().next();
    match clause {
        Some(clause) if faults.is_empty() => Ok(clause),
        Some(_) => Err(faults.into()),
        None => {
            faults.push(Fault::of("clause", "document_clause_unknown"));
            Err(faults.into())
        }
    }
}

/// Whether the owner is the plan's organisation or below it.
fn below(tx: &mut Tx<'_>, plan: &PlanRow, owner: OrgId) -> Result<bool, AppError> {
    Ok(plan::org(tx, owner)?.is_some_and(|o| plan.path.contains(&o.path)))
}
