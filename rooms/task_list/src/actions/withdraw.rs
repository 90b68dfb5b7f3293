//! 撤回: the issuer takes back a whole list, or some assignments of it.

use cx::{AppError, Cx, Happening};
use kernel::{ItemId, ListId};
use serde_json::json;

use super::{Seen, count, ground, load_many, submission, submission_of_many};
use crate::access::{self, WITHDRAW};
use crate::rules::{State, StepKind, item};
use crate::store::assignment::{Change, NewStep, save};
use crate::store::list::{self, NewStage};
use crate::store::withdrawing;

/// Takes back a list of one's own organisation: whatever is still open of it; answers how many assignments.
///
/// # Errors
/// A fault if the reason is missing or the list is not sent; [`AppError::Conflict`].
pub async fn withdraw_list(cx: &Cx, once: &str, id: ListId, version: i64, reason: String) -> Result<i64, AppError> {
    cx.write_once(&submission("withdraw", id, once), move |tx| {
        let row = list::get(tx, tx.actor().seat.org, id)?;
        let permit = access::own(tx, &WITHDRAW, row.org)?;
        let (stage, reason) = (row.stage.withdraw()?, item::reason(&reason)?);
        let sent = row.sent_by.zip(row.sent_account).zip(row.sent_at).map(|((post, account), at)| (post, account, at));
        let next = NewStage { stage, number: row.number.clone(), orgs: row.orgs, sent };
        if row.version != version || !list::set_stage(tx, &permit, &row, &next)? {
            return Err(AppError::Conflict(Vec::new()));
        }
        let rows = list::items(tx, id)?;
        ground::uncite(tx, &permit, &rows)?;
        let items: Vec<ItemId> = rows.into_iter().map(|i| i.id).collect();
        let n = withdrawing::withdraw(tx, &permit, &row, &items, &reason)?;
        Ok(Happening::new("task_list.withdrawn", row.org, id).detail(json!({ "assignments": n })).answer(n))
    })
    .await
}

/// Takes back some assignments that one's own organisation issued; answers how many.
///
/// # Errors
/// [`AppError::Forbidden`] for whoever is not the issuer; a fault if the reason is missing;
/// [`AppError::Conflict`].
pub async fn withdraw_some(cx: &Cx, once: &str, seen: Vec<Seen>, reason: String) -> Result<i64, AppError> {
    cx.write_once(&submission_of_many("withdraw_some", &seen, once), move |tx| {
        let reason = item::reason(&reason)?;
        let rows = load_many(tx, &seen, State::Withdrawn)?;
        let own = tx.actor().seat.org;
        let permit = access::own(tx, &WITHDRAW, own)?;
        let mut changes = Vec::with_capacity(rows.len());
        for row in rows {
            if row.issuer != own {
                return Err(AppError::Forbidden(WITHDRAW.name));
            }
            let next = row.duty().withdraw()?;
            changes.push(Change::new(row, next, NewStep::because(StepKind::Withdrawn, &reason)));
        }
        save(tx, &permit, &changes)?;
        let objects: Vec<String> = changes.iter().map(|c| c.row.object()).collect();
        let happening = Happening::new("task_list.withdrawn", own, objects.first().cloned().unwrap_or_default());
        Ok(happening.detail(json!({ "assignments": objects })).answer(count(&changes)))
    })
    .await
}
