//! Correcting adopted minutes: a new revision with a reason, decided by somebody else than who proposed it. What was
//! decided is not corrected but changed by another decision; the agenda keeps its figures.

use cx::{AppError, Cx, Difference, Happening, Permit, Tx};
use kernel::{Fault, MeetingId, OrgId, lines::whole_seconds};
use serde_json::json;

use super::adopt::{Adopted, read};
use super::key;
use crate::{
    access::{self, DECIDE, WRITE},
    rules::{correction, decision, minutes},
    store::{
        self,
        meeting::MeetingRow,
        minutes::{Correction, Sealing},
        org::OrgRow,
    },
};

/// Proposes revision `base + 1` of the minutes of one's own meeting with this text; answers its number.
///
/// # Errors
/// A text that may not be published, no reason, another proposal that is open; a conflict if `base` does not stand
/// any more.
pub async fn propose(
    cx: &Cx,
    once: &str,
    id: MeetingId,
    base: i64,
    (text, reason): (String, String),
) -> Result<i64, AppError> {
    let text = statement::one_form(&text);
    cx.write_once(&key("propose", id, once), move |tx| {
        let row = store::meeting::get(tx, tx.actor().seat.org, id)?;
        let permit = access::own(tx, &WRITE, row.org)?;
        if row.rev == 0 {
            return Err(Fault::new("meeting_not_adopted").into());
        }
        if row.rev != base {
            let (mine, theirs) = (base.to_string(), row.rev.to_string());
            return Err(AppError::Conflict(vec![Difference { field: "meeting.field.rev", mine, theirs }]));
        }
        let rev = row.rev + 1;
        let made = store::minutes::corrections(tx, row.org, id)?;
        let attempt = correction::next_attempt(rev, made.iter().map(|c| (c.rev, c.stage == "proposed")));
        let reason = decision::reason(&reason);
        let mut faults = statement::written_faults("text", &text, minutes::TEXT_MOST);
        faults.extend(reason.as_ref().err().cloned().unwrap_or_default());
        faults.extend(attempt.as_ref().err().cloned());
        if !faults.is_empty() {
            return Err(faults.into());
        }
        let before = store::minutes::sealed(tx, row.org, id, row.rev)?.ok_or(AppError::NotFound)?;
        let mut next = read(&before.body)?;
        (next.rev, next.previous, next.reason, next.text) = (rev, before.hash, reason?, text.clone());
        (next.adopted, next.by) = (None, tx.actor().seat.role.code().to_owned());
        next.confirmed = String::new();
        let body = minutes::body(&next);
        let hash = statement::canonical::seal(&body);
        store::minutes::propose(tx, &permit, &row, (rev, attempt?), (&body, &hash))?;
        let detail = json!({ "rev": rev, "hash": hash });
        Ok(Happening::new("meeting.correction_proposed", row.org, id).detail(detail).answer(rev))
    })
    .await
}

/// Confirms the proposal for revision `rev`: it is sealed and stands from now on.
///
/// # Errors
/// The proposer themselves; a conflict if it was decided meanwhile.
pub async fn confirm(cx: &Cx, once: &str, org: OrgId, id: MeetingId, rev: i64) -> Result<Adopted, AppError> {
    cx.write_once(&key("confirm", id, once), move |tx| {
        let (host, row, proposal, permit) = open(tx, org, id, rev)?;
        correction::second_person(proposal.by_account, tx.actor().account)?;
        let seat = tx.actor().seat.clone();
        let mut next = read(&proposal.body)?;
        next.adopted = Some(whole_seconds(tx.now()));
        next.confirmed = format!("{} {}", seat.role.code(), seat.org_name);
        let body = minutes::body(&next);
        let hash = statement::canonical::seal(&body);
        let by = (proposal.by_account, proposal.by_post);
        let confirmed = Some((tx.actor().account, seat.post));
        let sealing = Sealing { rev, path: &host.path, body: &body, hash: &hash, by, confirmed };
        let key = (rev, proposal.attempt);
        let decided = store::minutes::decide(tx, &permit, &row, key, ("confirmed", ""))?;
        if !decided || !store::minutes::seal(tx, &permit, &row, &sealing)? {
            return Err(AppError::Conflict(Vec::new()));
        }
        let detail = json!({ "rev": rev, "hash": hash });
        Ok(Happening::new("meeting.minutes_corrected", org, id).detail(detail).answer(Adopted { rev, hash }))
    })
    .await
}

/// Refuses it; the proposal is kept with who refused it and why.
///
/// # Errors
/// The proposer themselves, no reason; a conflict if it was decided meanwhile.
pub async fn refuse(
    cx: &Cx,
    once: &str,
    org: OrgId,
    id: MeetingId,
    (rev, reason): (i64, String),
) -> Result<(), AppError> {
    cx.write_once(&key("refuse", id, once), move |tx| {
        let (_, row, proposal, permit) = open(tx, org, id, rev)?;
        correction::second_person(proposal.by_account, tx.actor().account)?;
        let reason = decision::reason(&reason)?;
        if !store::minutes::decide(tx, &permit, &row, (rev, proposal.attempt), ("refused", &reason))? {
            return Err(AppError::Conflict(Vec::new()));
        }
        let detail = json!({ "rev": rev, "attempt": proposal.attempt });
        Ok(Happening::new("meeting.correction_refused", org, id).detail(detail).answer(()))
    })
    .await
}

/// The proposal that waits, and the right to decide on it.
fn open(
    tx: &mut Tx<'_>,
    org: OrgId,
    id: MeetingId,
    rev: i64,
) -> Result<(OrgRow, MeetingRow, Correction, Permit), AppError> {
    let host = store::org::get(tx, org)?;
    let row = store::meeting::get(tx, org, id)?;
    let permit = tx.permit(&DECIDE, &host.path)?;
    let made = store::minutes::corrections(tx, org, id)?;
    let last = made.into_iter().rfind(|c| c.rev == rev).ok_or(AppError::NotFound)?;
    if last.stage == "proposed" {
        return Ok((host, row, last, permit));
    }
    let (mine, theirs) = ("meeting.proposal.proposed".to_owned(), format!("meeting.proposal.{}", last.stage));
    Err(AppError::Conflict(vec![Difference { field: "meeting.field.stage", mine, theirs }]))
}
