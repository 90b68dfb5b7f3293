//! Writing, changing and withdrawing milestones. Each rests on a clause, and each state is kept.

use cx::{AppError, Cx, Difference, Happening, Permit, Tx};
use document::{Citation, Citing};
use kernel::{ClauseId, Fault, MilestoneId, PlanId, text::length};

use crate::{
    access::{self, WRITE},
    rules::{Measure, MilestoneDraft, number},
    store::{
        milestone::{self, MilestoneRow},
        plan::PlanRow,
    },
};

/// Sort of citing thing that a milestone is.
const KIND: &str = "milestone";
/// Most characters of the reason of a change.
const REASON_MOST: usize = 200;

/// Adds a milestone to a plan of the actor's own organisation; answers its id.
///
/// # Errors
/// Every rule it breaks; a clause that is not in force.
pub async fn add(cx: &Cx, once: &str, plan: PlanId, draft: MilestoneDraft) -> Result<MilestoneId, AppError> {
    cx.write_once(&super::key("add", once, plan), move |tx| {
        let row = super::seen(tx, plan)?;
        let permit = access::own(tx, &WRITE, row.org, &row.path)?;
        super::checked(tx, &row, &draft)?;
        let id = milestone::insert(tx, &permit, &row, &draft)?;
        cite(tx, &permit, &row, id, &draft)?;
        Ok(Happening::new("plan.milestone_added", row.org, id)
            .detail(serde_json::json!({ "year": draft.year, "owner": draft.owner, "clause": draft.clause }))
            .answer(id))
    })
    .await
}

/// Changes a milestone upon the version its editor had, with the reason; answers the next version.
///
/// # Errors
/// Every rule it breaks; [`AppError::Conflict`] with what stands there now.
pub async fn change(
    cx: &Cx,
    once: &str,
    id: MilestoneId,
    version: i64,
    draft: MilestoneDraft,
    reason: &str,
) -> Result<i64, AppError> {
    let reason = reason.trim().to_owned();
    cx.write_once(&super::key("change", once, id), move |tx| {
        let (row, plan, permit) = owned(tx, id)?;
        if row.version != version {
            return Err(AppError::Conflict(differences(&draft, &row)));
        }
        super::checked(tx, &plan, &draft)?;
        reasoned(&reason)?;
        if !milestone::update(tx, &permit, &row, &draft, false, &reason)? {
            return Err(AppError::Conflict(differences(&draft, &row)));
        }
        if row.clause == draft.clause {
            // The clause may have been replaced meanwhile; the milestone keeps its ground, the citation its new name.
            document::relabel_in(tx, &permit, (KIND, id.raw()), &label(&draft))?;
        } else {
            uncite(tx, &permit, row.clause, id)?;
            cite(tx, &permit, &plan, id, &draft)?;
        }
        Ok(Happening::new("plan.milestone_changed", row.org, id)
            .detail(serde_json::json!({ "version": version + 1 }))
            .answer(version + 1))
    })
    .await
}

/// Withdraws a milestone, with the reason: it counts no more and rests on nothing, but stays to be read.
///
/// # Errors
/// No reason; [`AppError::Conflict`].
pub async fn withdraw(cx: &Cx, once: &str, id: MilestoneId, version: i64, reason: &str) -> Result<(), AppError> {
    let reason = reason.trim().to_owned();
    cx.write_once(&super::key("withdraw", once, id), move |tx| {
        let (row, _, permit) = owned(tx, id)?;
        reasoned(&reason)?;
        if row.version != version || !milestone::update(tx, &permit, &row, &row.draft(), true, &reason)? {
            return Err(AppError::Conflict(Vec::new()));
        }
        uncite(tx, &permit, row.clause, id)?;
        Ok(Happening::new("plan.milestone_withdrawn", row.org, id)
            .detail(serde_json::json!({ "version": version + 1 }))
            .answer(()))
    })
    .await
}

/// A living milestone of a plan of the actor's own organisation.
fn owned(tx: &mut Tx<'_>, id: MilestoneId) -> Result<(MilestoneRow, PlanRow, Permit), AppError> {
    let row = milestone::get(tx, id)?;
    let plan = super::seen(tx, row.plan)?;
    let permit = access::own(tx, &WRITE, plan.org, &plan.path)?;
    if row.withdrawn_at.is_some() {
        return Err(Fault::new("plan_milestone_withdrawn").into());
    }
    Ok((row, plan, permit))
}

fn reasoned(reason: &str) -> Result<(), Fault> {
    match length(reason) {
        0 => Err(Fault::of("reason", "required")),
        n if n > REASON_MOST => Err(Fault::of("reason", "too_long").with("most", REASON_MOST).with("length", n)),
        _ => Ok(()),
    }
}

fn cite(
    tx: &mut Tx<'_>,
    permit: &Permit,
    plan: &PlanRow,
    id: MilestoneId,
    draft: &MilestoneDraft,
) -> Result<(), AppError> {
    let by = Citing { kind: KIND, id: id.raw(), org: plan.org, label: label(draft), address: milestone::address(id) };
    document::cite_in(tx, permit, &[Citation { clause: draft.clause, by }])
}

/// By what a citation names the milestone.
fn label(draft: &MilestoneDraft) -> String {
    format!("{} {}", draft.year, draft.text.trim())
}

fn uncite(tx: &mut Tx<'_>, permit: &Permit, clause: ClauseId, id: MilestoneId) -> Result<(), AppError> {
    document::uncite_in(tx, permit, &[clause], (KIND, id.raw())).map(drop)
}

/// What the editor sent and what stands there now.
fn differences(mine: &MilestoneDraft, row: &MilestoneRow) -> Vec<Difference> {
    let theirs = row.draft();
    let measure = |m: &Measure| match m {
        Measure::Judgement => "plan.measure.judgement".to_owned(),
        Measure::Number { counted, unit, sense, value } => {
            let sign = if *sense == crate::rules::Sense::AtLeast { "≥" } else { "≤" };
            format!("{counted} {sign} {} {unit}", number::show(*value))
        }
    };
    [
        ("plan.field.text", mine.text.trim().to_owned(), theirs.text.clone()),
        ("plan.field.year", mine.year.to_string(), theirs.year.to_string()),
        ("plan.field.owner", mine.owner.to_string(), theirs.owner.to_string()),
        ("plan.field.clause", mine.clause.to_string(), theirs.clause.to_string()),
        ("plan.field.measure", measure(&mine.measure), measure(&theirs.measure)),
    ]
    .into_iter()
    .filter(|(_, mine, theirs)| mine != theirs)
    .map(|(field, mine, theirs)| Difference { field, mine, theirs })
    .collect()
}
