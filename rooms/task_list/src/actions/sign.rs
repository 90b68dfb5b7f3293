//! 签收: an organisation takes on what it was given, one or many at once.

use cx::{AppError, Cx, Happening};
use serde_json::json;

use super::{Seen, count, load_many, submission_of_many};
use crate::access::{self, SIGN};
use crate::rules::{State, StepKind};
use crate::store::assignment::{Change, NewStep, save};

/// Signs for assignments of one's own organisation; answers how many.
///
/// # Errors
/// [`AppError::NotFound`] for another organisation's, [`AppError::Conflict`] if one was changed meanwhile,
/// a fault if one is not issued any more.
pub async fn sign(cx: &Cx, once: &str, seen: Vec<Seen>) -> Result<i64, AppError> {
    cx.write_once(&submission_of_many("sign", &seen, once), move |tx| {
        let own = tx.actor().seat.org;
        let rows = load_many(tx, &seen, State::Signed)?;
        let mut changes = Vec::with_capacity(rows.len());
        for row in rows {
            access::own(tx, &SIGN, row.org)?;
            let next = row.duty().sign()?;
            changes.push(Change::new(row, next, NewStep::new(StepKind::Signed)));
        }
        let permit = access::own(tx, &SIGN, own)?;
        save(tx, &permit, &changes)?;
        let objects: Vec<String> = changes.iter().map(|c| c.row.object()).collect();
        let happening = Happening::new("task_list.signed", own, objects.first().cloned().unwrap_or_default());
        Ok(happening.detail(json!({ "assignments": objects })).answer(count(&changes)))
    })
    .await
}
