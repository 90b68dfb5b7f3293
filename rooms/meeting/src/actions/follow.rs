//! What becomes of a decision: an item of the next list, done, or dropped with a reason.

use cx::{AppError, Cx, Difference, Happening, Permit, Recorded, Tx};
use kernel::{DecisionId, ListId};
use serde_json::json;
use task_list::DecidedItem;

use super::{cite, key};
use crate::{
    access::{self, FOLLOW},
    rules::{
        Standing,
        decision::{self, Stage},
    },
    store::{self, decision::Row},
};

/// Puts a decision of one's own organisation into the draft of the next list: that of the month after the meeting,
/// or of this month if that is past. `title` names the draft if there is none yet for whoever has to do it. Answers
/// the list. A decision that stands in a list already stays there: nothing is done.
///
/// # Errors
/// A fault once it is done or dropped; what the month's rules of writing forbid; [`AppError::Conflict`].
pub async fn to_list(cx: &Cx, once: &str, id: DecisionId, version: i64, title: &str) -> Result<ListId, AppError> {
    let title = title.to_owned();
    cx.write_once(&key("to_list", id, once), move |tx| {
        let row = store::decision::get(tx, tx.actor().seat.org, id)?;
        let permit = access::own(tx, &FOLLOW, row.org)?;
        row.stage.open()?;
        let found = task_list::decided_in(tx, row.org, &[id])?;
        if let Some(known) = found.get(&id).filter(|d| !Standing::of(row.stage, Some(d)).may_list()) {
            return Ok(Recorded::unchanged(known.list));
        }
        current(&row, version)?;
        let meeting = store::meeting::get(tx, row.org, row.meeting)?;
        let draft = row.draft();
        let what = DecidedItem {
            decision: id,
            month: meeting.month.plus(1).max(tx.month()),
            title: title.clone(),
            audience: draft.audience,
            text: draft.text,
            basis: draft.basis,
            ground: draft.ground,
            due_day: draft.due_day,
        };
        let (list, drafted) = task_list::draft_decision_in(tx, &what)?;
        moved(tx, &permit, &row, (Stage::Listed, Some(list), ""))?;
        let listed = Happening::new("meeting.decision_listed", row.org, id).detail(json!({ "list": list }));
        Ok(Recorded::many(vec![drafted, listed], list))
    })
    .await
}

/// Marks a decision of one's own organisation done, with a note if there is something to say.
///
/// # Errors
/// A long note; a fault once it is done or dropped; [`AppError::Conflict`].
pub async fn finish(cx: &Cx, once: &str, id: DecisionId, version: i64, note: &str) -> Result<(), AppError> {
    let note = note.to_owned();
    cx.write_once(&key("finish", id, once), move |tx| {
        let note = if note.trim().is_empty() { String::new() } else { decision::reason(&note)? };
        let (row, permit) = mine(tx, id, version)?;
        moved(tx, &permit, &row, (Stage::Done, row.list, &note))?;
        Ok(Happening::new("meeting.decision_done", row.org, id).answer(()))
    })
    .await
}

/// Drops a decision of one's own organisation, with the reason.
///
/// # Errors
/// No reason; a fault once it is done or dropped; [`AppError::Conflict`].
pub async fn drop_decision(cx: &Cx, once: &str, id: DecisionId, version: i64, reason: &str) -> Result<(), AppError> {
    let reason = reason.to_owned();
    cx.write_once(&key("drop", id, once), move |tx| {
        let reason = decision::reason(&reason)?;
        let (row, permit) = mine(tx, id, version)?;
        moved(tx, &permit, &row, (Stage::Dropped, row.list, &reason))?;
        cite::release(tx, &permit, id, row.draft().ground.clause)?;
        Ok(Happening::new("meeting.decision_dropped", row.org, id).answer(()))
    })
    .await
}

fn mine(tx: &mut Tx<'_>, id: DecisionId, version: i64) -> Result<(Row, Permit), AppError> {
    let row = store::decision::get(tx, tx.actor().seat.org, id)?;
    let permit = access::own(tx, &FOLLOW, row.org)?;
    row.stage.open()?;
    current(&row, version)?;
    Ok((row, permit))
}

fn current(row: &Row, version: i64) -> Result<(), AppError> {
    if row.version == version { Ok(()) } else { Err(overtaken(row)) }
}

fn moved(tx: &mut Tx<'_>, permit: &Permit, row: &Row, to: (Stage, Option<ListId>, &str)) -> Result<(), AppError> {
    if store::decision::stand(tx, permit, row, to)? { Ok(()) } else { Err(overtaken(row)) }
}

fn overtaken(row: &Row) -> AppError {
    let theirs = format!("meeting.standing.{}", row.stage.code());
    AppError::Conflict(vec![Difference { field: "meeting.field.stage", mine: String::new(), theirs }])
}
