//! 提醒: those who still owe something of a list are reminded, all at once.

use cx::{AppError, Cx, Happening, Recorded};
use kernel::{Day, ListId};
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::outlook::{sent_list, shown};
use crate::access::REMIND;
use crate::store;

/// What reminding came to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reminded {
    /// Organisations reminded now.
    pub orgs: i64,
    /// Organisations that owe something and were reminded of this list for that day before.
    pub already: i64,
    /// The day of which it is a reminder.
    pub day: Day,
    /// The instant from which it is shown, milliseconds.
    pub shown_from: i64,
    /// Whether that is at once.
    pub at_once: bool,
}

/// Reminds every organisation that still owes something of a list of one's own organisation. Whoever was reminded of
/// it for that day is not reminded again; when that is everybody, nothing happened and nothing is recorded.
///
/// # Errors
/// [`AppError::NotFound`] for a list of somebody else, [`AppError::Forbidden`] for a role that sends no lists, a fault
/// if the list is not sent.
pub async fn remind(cx: &Cx, once: &str, list: ListId) -> Result<Reminded, AppError> {
    let key = if once.is_empty() { String::new() } else { cx::hash_token(&format!("reminder.send {list} {once}")) };
    cx.write_once(&key, move |tx| {
        let place = tx.place().clone();
        let permit = tx.permit(&REMIND, &place)?;
        let row = sent_list(tx, list)?;
        let (day, from) = shown(tx)?;
        let already = store::owing(tx, &row, day)?.already;
        let orgs = store::remind(tx, &permit, &row, day, from)?;
        let answer = Reminded { orgs, already, day, shown_from: from.0, at_once: from == tx.now() };
        if orgs == 0 {
            return Ok(Recorded::unchanged(answer));
        }
        let detail = json!({ "orgs": orgs, "day": day });
        Ok(Happening::new("reminder.sent", row.org, list).detail(detail).answer(answer))
    })
    .await
}
