//! 核验, 退回, 销号: superiors on the way up to the issuer look at reports; the issuer closes.

use std::collections::BTreeSet;

use cx::{AppError, Cx, Happening, Permit, Recorded, Tx};
use kernel::OrgId;
use serde_json::json;

use super::{Seen, count, load_many, submission, submission_of_many};
use crate::access::{self, CLOSE, VERIFY};
use crate::rules::{State, StepKind, Verifier, item};
use crate::store::assignment::{AssignmentRow, Change, NewStep, save};
use crate::store::tree::{self, OrgRef};

/// Which verifier the actor is to each of these, with the permit.
fn verifiers(tx: &mut Tx<'_>, rows: Vec<AssignmentRow>) -> Result<(Vec<(AssignmentRow, Verifier)>, Permit), AppError> {
    let issuers: BTreeSet<OrgId> = rows.iter().map(|r| r.issuer).collect();
    let issuers = tree::of_ids(tx, &issuers)?;
    let seat = tx.actor().seat.clone();
    let mut out = Vec::with_capacity(rows.len());
    let mut permit = None;
    for row in rows {
        let issuer = issuers.get(&row.issuer).ok_or(AppError::NotFound)?;
        // The issuer keeps its say over what has moved out of its branch since.
        permit = Some(if seat.org == row.issuer {
            access::own(tx, &VERIFY, row.issuer)?
        } else {
            tx.permit(&VERIFY, &row.here)?
        });
        let who = Verifier::of(seat.org == row.issuer, &seat.path, &issuer.path, &row.here);
        out.push((row, who.ok_or(AppError::Forbidden(VERIFY.name))?));
    }
    Ok((out, permit.ok_or(AppError::NotFound)?))
}

/// Verifies reports; answers how many. What the issuer verifies is closed at once.
///
/// # Errors
/// [`AppError::Forbidden`] for whoever does not stand between issuer and assignee, [`AppError::Conflict`] if
/// one was changed meanwhile: then none is verified.
pub async fn verify_many(cx: &Cx, once: &str, seen: Vec<Seen>) -> Result<i64, AppError> {
    cx.write_once(&submission_of_many("verify", &seen, once), move |tx| {
        let rows = load_many(tx, &seen, State::Verified)?;
        let (rows, permit) = verifiers(tx, rows)?;
        let mut changes = Vec::with_capacity(rows.len());
        for (row, by) in rows {
            let next = row.duty().verify(by)?;
            let kind = if by == Verifier::Issuer { StepKind::Closed } else { StepKind::Verified };
            changes.push(Change::new(row, next, NewStep::new(kind)));
        }
        save(tx, &permit, &changes)?;
        Ok(recorded(tx, "task_list.verified", &changes))
    })
    .await
}

/// Sends a report back with a reason.
///
/// # Errors
/// As [`verify_many`]; a fault if the reason is missing.
pub async fn send_back(cx: &Cx, once: &str, seen: Seen, reason: String) -> Result<i64, AppError> {
    cx.write_once(&submission("return", seen.key, once), move |tx| {
        let reason = item::reason(&reason)?;
        let rows = load_many(tx, &[seen], State::Returned)?;
        let (rows, permit) = verifiers(tx, rows)?;
        let mut changes = Vec::with_capacity(rows.len());
        for (row, by) in rows {
            let next = row.duty().send_back(by)?;
            changes.push(Change::new(row, next, NewStep::because(StepKind::Returned, &reason)));
        }
        save(tx, &permit, &changes)?;
        Ok(recorded(tx, "task_list.returned", &changes))
    })
    .await
}

/// The issuer closes what others have verified; answers how many.
///
/// # Errors
/// [`AppError::Forbidden`] for whoever is not the issuer, [`AppError::Conflict`] if one was changed meanwhile.
pub async fn close_many(cx: &Cx, once: &str, seen: Vec<Seen>) -> Result<i64, AppError> {
    cx.write_once(&submission_of_many("close", &seen, once), move |tx| {
        let rows = load_many(tx, &seen, State::Closed)?;
        let own = tx.actor().seat.org;
        let permit = access::own(tx, &CLOSE, own)?;
        let mut changes = Vec::with_capacity(rows.len());
        for row in rows {
            if row.issuer != own {
                return Err(AppError::Forbidden(CLOSE.name));
            }
            let next = row.duty().close()?;
            changes.push(Change::new(row, next, NewStep::new(StepKind::Closed)));
        }
        save(tx, &permit, &changes)?;
        Ok(recorded(tx, "task_list.closed", &changes))
    })
    .await
}

/// One record of a bulk action; each assignment keeps its own step.
fn recorded(tx: &Tx<'_>, kind: &'static str, changes: &[Change]) -> Recorded<i64> {
    let objects: Vec<String> = changes.iter().map(|c| c.row.object()).collect();
    let org = match changes {
        [only] => only.row.org,
        _ => tx.actor().seat.org,
    };
    Happening::new(kind, org, objects.first().cloned().unwrap_or_default())
        .detail(json!({ "assignments": objects }))
        .answer(count(changes))
}

/// The issuer of an assignment, as it stands today.
pub(super) fn issuer(tx: &mut Tx<'_>, row: &AssignmentRow) -> Result<OrgRef, AppError> {
    tree::get(tx, row.issuer)
}
