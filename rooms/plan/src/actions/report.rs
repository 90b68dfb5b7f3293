//! Reporting how far a milestone is.

use cx::{AppError, Cx, Difference, Happening, Tx};
use kernel::{Fault, MilestoneId};

use crate::{
    access::{self, REPORT},
    rules::{Report, number},
    store::{milestone, progress},
};

/// Reports on a milestone that the actor's own organisation answers for; `seen` is the number of the report for this
/// period that the reporter had before them, 0 if there was none.
///
/// # Errors
/// Every rule it breaks; [`AppError::Conflict`] with what stands there now if somebody reported meanwhile.
pub async fn report(cx: &Cx, once: &str, id: MilestoneId, seen: i64, report: Report) -> Result<(), AppError> {
    cx.write_once(&super::key("report", once, id), move |tx| {
        let row = milestone::get(tx, id)?;
        if !document::may_read(&tx.actor().seat, &row.path) {
            return Err(AppError::NotFound);
        }
        let permit = access::own(tx, &REPORT, row.owner, &row.owner_path)?;
        if row.withdrawn_at.is_some() {
            return Err(Fault::new("plan_milestone_withdrawn").into());
        }
        let faults = report.faults(row.year, &row.measure(), tx.today());
        if !faults.is_empty() {
            return Err(faults.into());
        }
        let newest = newest(tx, id, &report)?;
        if newest.as_ref().map_or(0, |n| n.rev) != seen {
            return Err(AppError::Conflict(differences(&report, newest.as_ref().map(|n| &n.report))));
        }
        progress::insert(tx, &permit, (row.owner, id), seen, &report)?;
        Ok(Happening::new("plan.reported", row.owner, id)
            .detail(serde_json::json!({ "period": report.period.code(), "rev": seen + 1 }))
            .answer(()))
    })
    .await
}

/// The newest report for the same period.
fn newest(tx: &mut Tx<'_>, id: MilestoneId, report: &Report) -> Result<Option<progress::Stored>, AppError> {
    let all = progress::of(tx, &[id])?;
    Ok(all.into_iter().rfind(|s| s.report.period == report.period))
}

/// What the reporter sent and what stands there now.
fn differences(mine: &Report, theirs: Option<&Report>) -> Vec<Difference> {
    let said = |r: Option<&Report>| {
        let value = r.and_then(|r| r.value).map(number::show);
        let judgement = r.and_then(|r| r.judgement).map(|j| format!("plan.judgement.{}", j.code()));
        let note = r.map(|r| r.note.trim().to_owned()).unwrap_or_default();
        (value.or(judgement).unwrap_or_default(), note)
    };
    let (mine, theirs) = (said(Some(mine)), said(theirs));
    [("plan.field.figure", mine.0, theirs.0), ("plan.field.note", mine.1, theirs.1)]
        .into_iter()
        .filter(|(_, mine, theirs)| mine != theirs)
        .map(|(field, mine, theirs)| Difference { field, mine, theirs })
        .collect()
}
