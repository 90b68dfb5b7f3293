//! The calendar to subscribe to: its page, its secret address, and what stands behind it.

use askama::Template;
use axum::{
    extract::Path,
    http::{StatusCode, header},
    response::{IntoResponse, Response},
};
use kit::{Answer, Lang, Req, Shell, W};

use super::{done, moment};
use crate::actions::calendar;

#[derive(Template)]
#[template(path = "pages/calendar.html")]
struct CalendarPage {
    s: Shell,
    w: W,
    title: &'static str,
    /// When the present address was made; empty if there is none.
    made: String,
    /// The address just made, shown this once.
    fresh: String,
    seats: Vec<(String, String)>,
}

pub(super) async fn page(req: Req) -> Answer {
    render(&req, String::new()).await
}

async fn render(req: &Req, fresh: String) -> Answer {
    let made = calendar::calendar_made_at(&req.cx).await?;
    let w = req.w;
    let seats = req.caller.as_ref().map(|c| c.seats.clone()).unwrap_or_default();
    let page = CalendarPage {
        s: req.shell(),
        w,
        title: match (&made, fresh.is_empty()) {
            (_, false) => w.t("meeting.calendar.title_fresh"),
            (Some(_), true) => w.t("meeting.calendar.title_on"),
            (None, true) => w.t("meeting.calendar.title_off"),
        },
        made: made.map(|at| moment(at, &req.cx.house().zone)).unwrap_or_default(),
        fresh,
        seats: seats.into_iter().map(|s| (s.org_name, s.title)).collect(),
    };
    let mut response = req.render_as(StatusCode::OK, &page)?;
    // The secret stands on this page: no cache may keep it.
    response.headers_mut().insert(header::CACHE_CONTROL, header::HeaderValue::from_static("no-store"));
    Ok(response)
}

/// A fresh address, shown in the answer itself: it is stored nowhere and stands in no other address.
pub(super) async fn open(req: Req) -> Answer {
    let token = calendar::open_calendar(&req.cx).await?;
    render(&req, format!("/calendar/{token}/meetings.ics")).await
}

pub(super) async fn close(req: Req) -> Answer {
    calendar::close_calendar(&req.cx).await?;
    Ok(done("/meetings/calendar", "meeting_calendar_closed", 0, ""))
}

pub(super) async fn feed(req: Req, Path(token): Path<String>) -> Answer {
    let w = req.w;
    let name = move |language: &str| w.in_language(Lang::of(language)).t("meeting.calendar.name").to_owned();
    let body = calendar::calendar(&req.cx, &token, name).await?;
    Ok(as_calendar(body))
}

fn as_calendar(body: String) -> Response {
    let headers = [
        (header::CONTENT_TYPE, "text/calendar; charset=utf-8"),
        (header::CACHE_CONTROL, "private, no-store"),
        (header::CONTENT_DISPOSITION, "inline; filename=\"meetings.ics\""),
    ];
    (headers, body).into_response()
}
