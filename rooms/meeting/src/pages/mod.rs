//! The pages of meetings: their list, planning, one meeting, its minutes, the calendar to subscribe to.

mod agenda;
mod calendar;
mod decision;
mod forms;
mod list;
mod paper;
mod planning;
mod series;
mod show;

use cx::AppError;
use jiff::tz::TimeZone;
use kernel::{Instant, MeetingId, OrgId};
use kit::{Policy, Req, Routes, W};

use crate::{
    access::{ADOPT, DECIDE, FOLLOW, HOLD, PLAN, READ, WRITE},
    rules::Stage,
};

/// Every page of the room.
pub(crate) fn routes() -> Routes {
    Routes::new()
        .get("/meetings", Policy::May(&READ), list::page)
        .get("/meetings/new", Policy::May(&PLAN), planning::new)
        .post("/meetings/new", Policy::May(&PLAN), planning::call)
        .get("/meetings/series/new", Policy::May(&PLAN), series::new)
        .post("/meetings/series/new", Policy::May(&PLAN), series::create)
        .get("/meetings/series/{series}", Policy::May(&PLAN), series::edit)
        .post("/meetings/series/{series}", Policy::May(&PLAN), series::save)
        .post("/meetings/series/{series}/end", Policy::May(&PLAN), series::end)
        .get("/meetings/calendar", Policy::May(&READ), calendar::page)
        .post("/meetings/calendar", Policy::May(&READ), calendar::open)
        .post("/meetings/calendar/withdraw", Policy::Account, calendar::close)
        .get("/calendar/{token}/meetings.ics", Policy::Public, calendar::feed)
        .get("/decisions/{org}/{decision}", Policy::May(&READ), decision::find)
        .and(one())
}

/// One meeting and what its forms do.
fn one() -> Routes {
    Routes::new()
        .get("/meetings/{org}/{meeting}", Policy::May(&READ), show::page)
        .get("/meetings/{org}/{meeting}/minutes", Policy::May(&READ), paper::page)
        .post("/meetings/{org}/{meeting}/move", Policy::May(&PLAN), forms::reschedule)
        .post("/meetings/{org}/{meeting}/cancel", Policy::May(&PLAN), forms::cancel)
        .post("/meetings/{org}/{meeting}/topics", Policy::May(&PLAN), forms::add_topic)
        .post("/meetings/{org}/{meeting}/topics/{line}/drop", Policy::May(&PLAN), forms::drop_topic)
        .post("/meetings/{org}/{meeting}/hold", Policy::May(&HOLD), forms::hold)
        .post("/meetings/{org}/{meeting}/attendance", Policy::May(&HOLD), forms::attend)
        .post("/meetings/{org}/{meeting}/decisions", Policy::May(&HOLD), decision::decide)
        .post("/meetings/{org}/{meeting}/decisions/{decision}", Policy::May(&HOLD), decision::amend)
        .post("/meetings/{org}/{meeting}/decisions/{decision}/list", Policy::May(&FOLLOW), decision::to_list)
        .post("/meetings/{org}/{meeting}/decisions/{decision}/done", Policy::May(&FOLLOW), decision::finish)
        .post("/meetings/{org}/{meeting}/decisions/{decision}/drop", Policy::May(&FOLLOW), decision::drop)
        .post("/meetings/{org}/{meeting}/minutes", Policy::May(&WRITE), forms::write)
        .post("/meetings/{org}/{meeting}/adopt", Policy::May(&ADOPT), forms::adopt)
        .post("/meetings/{org}/{meeting}/correction", Policy::May(&WRITE), forms::propose)
        .post("/meetings/{org}/{meeting}/correction/{rev}/confirm", Policy::May(&DECIDE), forms::confirm)
        .post("/meetings/{org}/{meeting}/correction/{rev}/refuse", Policy::May(&DECIDE), forms::refuse)
}

/// A label of the words and a class of the style sheet.
#[derive(Debug, Clone)]
pub(crate) struct Chip {
    pub(crate) class: &'static str,
    pub(crate) label: &'static str,
}

impl Chip {
    fn of_stage(stage: Stage, w: &W) -> Self {
        let class = match stage {
            Stage::Planned => "st-issued",
            Stage::Held => "st-closed",
            Stage::Cancelled => "st-withdrawn",
        };
        Self { class, label: w.t(&format!("meeting.stage.{}", stage.code())) }
    }
}

/// The address of a meeting; one that cannot be is not found.
pub(crate) fn address(org: &str, meeting: &str) -> Result<(OrgId, MeetingId), AppError> {
    let org = org.parse().map_err(|_| AppError::NotFound)?;
    Ok((org, meeting.parse().map_err(|_| AppError::NotFound)?))
}

/// The same, if it is a meeting of the actor's own organisation: nobody writes in another's.
pub(crate) fn own_address(req: &Req, org: &str, meeting: &str) -> Result<(OrgId, MeetingId), AppError> {
    let (org, meeting) = address(org, meeting)?;
    if req.cx.actor().seat.org == org { Ok((org, meeting)) } else { Err(AppError::NotFound) }
}

/// Where a meeting is shown.
pub(crate) fn href(org: OrgId, meeting: MeetingId) -> String {
    format!("/meetings/{org}/{meeting}")
}

/// To the minute, in the house's zone.
fn moment(at: Instant, zone: &TimeZone) -> String {
    let full = at.full(zone);
    full.rsplit_once(':').map_or(full.clone(), |(minute, _)| minute.to_owned())
}

/// A role by its code, in words.
fn role(code: &str, w: &W) -> &'static str {
    match code {
        "secretary" => w.t("meeting.role.secretary"),
        "clerk" => w.t("meeting.role.clerk"),
        "leader" => w.t("meeting.role.leader"),
        _ => w.t("meeting.role.any"),
    }
}

/// After a form: to a place on a page, saying what was done.
fn done(to: &str, key: &str, n: i64, place: &str) -> axum::response::Response {
    let place = if place.is_empty() { String::new() } else { format!("#{place}") };
    kit::redirect(&format!("{to}?done={key}&n={n}{place}"))
}
