//! Holding a meeting: its agenda is drawn once more and keeps its figures for good; what is still open of earlier
//! meetings is carried over to it.

use cx::{AppError, Cx, Happening};
use kernel::MeetingId;
use serde_json::json;

use super::{agenda, key, mine, saved};
use crate::{access::HOLD, rules::plan, store};

/// Holds a meeting of one's own organisation, on its day or later; answers how many decisions were carried over.
///
/// # Errors
/// A fault before its day, or if it is held or cancelled; [`AppError::Conflict`].
pub async fn hold(cx: &Cx, once: &str, id: MeetingId, version: i64) -> Result<i64, AppError> {
    cx.write_once(&key("hold", id, once), move |tx| {
        let (row, permit) = mine(tx, &HOLD, id, version)?;
        row.stage.planned()?;
        plan::has_come(row.day, tx.today())?;
        let host = store::org::get(tx, row.org)?;
        let (lines, carried) = agenda::drawn(tx, &host, &row)?;
        store::agenda::fix(tx, &permit, (row.org, id), &lines)?;
        store::decision::carry(tx, &permit, row.org, id)?;
        let done = store::meeting::stand(tx, &permit, &row, &host.path)?;
        saved(tx, done, &row)?;
        let n = i64::try_from(carried.len()).unwrap_or(i64::MAX);
        Ok(Happening::new("meeting.held", row.org, id).detail(json!({ "lines": lines.len(), "carried": n })).answer(n))
    })
    .await
}
