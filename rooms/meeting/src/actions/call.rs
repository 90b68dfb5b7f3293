//! A meeting outside all series.

use cx::{AppError, Cx, Happening};
use kernel::{Day, Fault, MeetingId};

use super::{key, resolve};
use crate::{
    access::{self, PLAN},
    rules::Plan,
    store::{self, meeting::NewMeeting},
};

/// Days back for which a meeting can still be entered.
const LATE: i64 = 31;

/// Calls a meeting of one's own organisation for a day; answers its id.
///
/// # Errors
/// Every rule of writing it breaks; a day more than a month ago or a year ahead.
pub async fn call(cx: &Cx, once: &str, plan: Plan, day: Day) -> Result<MeetingId, AppError> {
    cx.write_once(&key("call", "", once), move |tx| {
        let host = store::org::get(tx, tx.actor().seat.org)?;
        let permit = access::own(tx, &PLAN, host.id)?;
        let mut faults = plan.check();
        let ahead = tx.today().days_until(day);
        if !(-LATE..=366).contains(&ahead) {
            faults.push(Fault::of("day", "meeting_day_far"));
        }
        if !faults.is_empty() {
            return Err(faults.into());
        }
        let guests = resolve(tx, &host, &plan.invited)?;
        let id: MeetingId = tx.new_id();
        let new = NewMeeting { org: host.id, id, path: &host.path, series: None, month: day.month(), day, plan: &plan };
        store::meeting::insert(tx, &permit, &[new])?;
        store::meeting::invite(tx, &permit, host.id, &[id], &guests)?;
        Ok(Happening::new("meeting.called", host.id, id).detail(serde_json::json!({ "day": day })).answer(id))
    })
    .await
}
