//! Reminders in JSON.

use axum::extract::Path;
use cx::AppError;
use kernel::{Instant, ListId, Paged};
use kit::{Answer, Policy, Req, Routes, json};
use serde::Serialize;
use utoipa::{OpenApi, ToSchema};

use crate::access::{READ, REMIND};
use crate::actions::{
    open::open,
    remind::{Reminded, remind},
};
use crate::rules::{Owed, Reminder};

/// The description of this room's part of the API.
#[derive(Debug, OpenApi)]
#[openapi(paths(reminders, own), components(schemas(RemindedJson, ReminderPage, ReminderJson, OwedJson)))]
pub struct Api;

/// The routes.
pub(crate) fn routes() -> Routes {
    Routes::new().post("/api/v1/lists/{id}/reminders", Policy::May(&REMIND), reminders).get(
        "/api/v1/reminders",
        Policy::May(&READ),
        own,
    )
}

/// Reminds every organisation that still owes something of a list of one's own organisation. A list reminds once a
/// day: the second time `orgs` is 0 and `already` says how many were reminded before.
#[utoipa::path(post, path = "/api/v1/lists/{id}/reminders", tag = "reminders", params(("id" = String, Path)),
    responses((status = 200, body = RemindedJson), (status = 404, description = "not a list of one's own organisation"),
        (status = 422, description = "not sent")))]
async fn reminders(req: Req, Path(id): Path<String>) -> Answer {
    let list: ListId = id.parse().map_err(|_| AppError::NotFound)?;
    Ok(json(RemindedJson::from(remind(&req.cx, &req.once(), list).await?)))
}

/// What one's own organisation is reminded of and still owes, one entry for each day, the newest first.
#[utoipa::path(get, path = "/api/v1/reminders", tag = "reminders",
    params(("after" = Option<String>, Query), ("size" = Option<i64>, Query)),
    responses((status = 200, body = ReminderPage)))]
async fn own(req: Req) -> Answer {
    let page = Paged::of_whole(open(&req.cx).await?, &req.page(), |reminder| reminder.day.to_string());
    Ok(json(ReminderPage { items: page.items.iter().map(ReminderJson::from).collect(), next: page.next }))
}

/// What reminding came to.
#[derive(Debug, Serialize, ToSchema)]
struct RemindedJson {
    /// Organisations reminded now.
    orgs: i64,
    /// Organisations that owe something and were reminded of this list for that day before.
    already: i64,
    /// The day of which it is a reminder, such as 2026-11-26.
    day: String,
    /// From when on it is shown: now, or 08:00 of the next working day.
    shown_from: String,
}

impl From<Reminded> for RemindedJson {
    fn from(done: Reminded) -> Self {
        Self {
            orgs: done.orgs,
            already: done.already,
            day: done.day.to_string(),
            shown_from: Instant(done.shown_from).rfc3339(),
        }
    }
}

/// Open reminders.
#[derive(Debug, Serialize, ToSchema)]
struct ReminderPage {
    items: Vec<ReminderJson>,
    /// What to pass as `after` for the next page; null on the last.
    next: Option<String>,
}

/// All reminders of one day.
#[derive(Debug, Serialize, ToSchema)]
struct ReminderJson {
    day: String,
    /// What is still owed of it, the next deadline first.
    owed: Vec<OwedJson>,
}

/// An assignment that is owed.
#[derive(Debug, Serialize, ToSchema)]
struct OwedJson {
    org: String,
    month: String,
    item: String,
    text: String,
    due_day: String,
    /// `issued`, `signed` or `returned`.
    state: &'static str,
    issuer: String,
    issuer_name: String,
}

impl From<&Reminder> for ReminderJson {
    fn from(reminder: &Reminder) -> Self {
        Self { day: reminder.day.to_string(), owed: reminder.owed.iter().map(OwedJson::from).collect() }
    }
}

impl From<&Owed> for OwedJson {
    fn from(owed: &Owed) -> Self {
        Self {
            org: owed.key.org.to_string(),
            month: owed.key.month.to_string(),
            item: owed.key.item.to_string(),
            text: owed.text.clone(),
            due_day: owed.due_day.to_string(),
            state: owed.state.name(),
            issuer: owed.issuer.to_string(),
            issuer_name: owed.issuer_name.clone(),
        }
    }
}
