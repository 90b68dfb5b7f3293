//! Deciding on a proposed correction: never by whoever proposed it.

use cx::{AppError, Cx, Difference, Happening, Permit, Tx};
use kernel::{Month, OrgId};

use super::publish::Published;
use crate::{
    access::DECIDE,
    rules::{canonical, correction, texts},
    store::{self, Correction, OrgRow, Sealing},
};

/// Confirms the proposal for revision `rev`: it is sealed and stands from now on.
///
/// # Errors
/// The proposer themselves; a conflict if it was decided meanwhile.
pub async fn confirm(cx: &Cx, once: &str, org: OrgId, month: Month, rev: i64) -> Result<Published, AppError> {
    cx.write_once(&super::key("confirm", once, org, month), move |tx| {
        let (row, proposal, permit) = open(tx, org, month, rev)?;
        correction::second_person(proposal.by_account, tx.actor().account)?;
        let mut statement = super::read(&proposal.body)?;
        statement.published = Some(super::now(tx));
        let seat = tx.actor().seat.clone();
        statement.confirmed = format!("{} {}", seat.role.code(), seat.org_name);
        let body = canonical::body(&statement);
        let hash = canonical::seal(&body);
        let by = (proposal.by_account, proposal.by_post);
        let confirmed = Some((tx.actor().account, seat.post));
        let sealing = Sealing { org, month, rev, path: &row.path, body: &body, hash: &hash, by, confirmed };
        let key = (rev, proposal.attempt);
        let decided = store::decide(tx, &permit, (org, month), key, ("confirmed", ""))?;
        if !decided || !store::seal(tx, &permit, &sealing)? {
            return Err(AppError::Conflict(Vec::new()));
        }
        Ok(Happening::new("statement.corrected", org, month)
            .detail(serde_json::json!({ "rev": rev, "hash": hash }))
            .answer(Published { rev, hash }))
    })
    .await
}

/// Refuses it; the proposal is kept with who refused it and why.
///
/// # Errors
/// The proposer themselves, no reason; a conflict if it was decided meanwhile.
pub async fn refuse(cx: &Cx, once: &str, org: OrgId, month: Month, rev: i64, reason: &str) -> Result<(), AppError> {
    let reason = texts::one_form(reason);
    cx.write_once(&super::key("refuse", once, org, month), move |tx| {
        let (_, proposal, permit) = open(tx, org, month, rev)?;
        correction::second_person(proposal.by_account, tx.actor().account)?;
        let faults = texts::note_faults("reason", &reason);
        if !faults.is_empty() {
            return Err(faults.into());
        }
        if !store::decide(tx, &permit, (org, month), (rev, proposal.attempt), ("refused", &reason))? {
            return Err(AppError::Conflict(Vec::new()));
        }
        Ok(Happening::new("statement.correction_refused", org, month)
            .detail(serde_json::json!({ "rev": rev, "attempt": proposal.attempt }))
            .answer(()))
    })
    .await
}

/// The proposal that waits, and the right to decide on it.
fn open(tx: &mut Tx<'_>, org: OrgId, month: Month, rev: i64) -> Result<(OrgRow, Correction, Permit), AppError> {
    let row = store::org(tx, org)?;
    let permit = tx.permit(&DECIDE, &row.path)?;
    let last = store::corrections(tx, org, month)?.into_iter().rfind(|c| c.rev == rev).ok_or(AppError::NotFound)?;
    if last.stage == "proposed" {
        return Ok((row, last, permit));
    }
    let (mine, theirs) = ("proposed".to_owned(), last.stage);
    Err(AppError::Conflict(vec![Difference { field: "statement.field.stage", mine, theirs }]))
}
