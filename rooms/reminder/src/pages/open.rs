//! Everything one's own organisation is reminded of, by day.

use askama::Template;
use kit::{Answer, Req, Shell, W};
use task_list::pages::{Chip, href, view};

use super::line;
use crate::actions;
use crate::rules::{Owed, Reminder};

#[derive(Template)]
#[template(path = "open.html")]
struct OpenPage {
    s: Shell,
    w: W,
    title: String,
    days: Vec<DayView>,
}

/// One day's reminder.
struct DayView {
    anchor: String,
    text: String,
    day: String,
    rows: Vec<Row>,
}

/// One thing owed.
struct Row {
    href: String,
    chip: Chip,
    text: String,
    small: String,
}

/// GET: what one is reminded of.
pub(super) async fn show(req: Req) -> Answer {
    let found = actions::open::open(&req.cx).await?;
    let w = &req.w;
    let n: usize = found.iter().map(|r| r.owed.len()).sum();
    let title =
        if n == 0 { w.t("reminder.open.title_none").to_owned() } else { w.f("reminder.open.title", &[("n", &n)]) };
    let page = OpenPage { s: req.shell(), w: req.w, title, days: found.iter().map(|r| day_view(w, r)).collect() };
    req.render(&page)
}

fn day_view(w: &W, reminder: &Reminder) -> DayView {
    DayView {
        anchor: line::anchor(reminder),
        text: line::text(w, reminder),
        day: view::day_name(w, reminder.day),
        rows: reminder.owed.iter().map(|owed| row(w, owed)).collect(),
    }
}

fn row(w: &W, owed: &Owed) -> Row {
    Row {
        href: href(owed.key),
        chip: view::chip(w, owed.state),
        text: owed.text.clone(),
        small: w.f("reminder.open.due", &[("day", &view::day_name(w, owed.due_day)), ("from", &owed.issuer_name)]),
    }
}
