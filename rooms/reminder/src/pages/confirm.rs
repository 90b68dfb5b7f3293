//! Before those who owe are reminded: how many they are, and when they will see it; then it is done.

use askama::Template;
use axum::extract::Path;
use cx::AppError;
use kernel::{ListId, text::thousands};
use kit::{Answer, Req, Shell, W, redirect_with};
use task_list::pages::view;

use crate::actions::{
    outlook::{Outlook, outlook},
    remind::{Reminded, remind},
};

#[derive(Template)]
#[template(path = "confirm.html")]
struct ConfirmPage {
    s: Shell,
    w: W,
    title: String,
    sub: String,
    href: String,
    facts: Vec<(&'static str, String)>,
    /// The button; none if nobody is left to remind.
    button: Option<String>,
}

/// GET: what reminding would do.
pub(super) async fn show(req: Req, Path(id): Path<String>) -> Answer {
    let found = outlook(&req.cx, list(&id)?).await?;
    let w = &req.w;
    let left = found.new_orgs();
    let page = ConfirmPage {
        s: req.shell(),
        w: req.w,
        title: title(w, &found),
        sub: w.f("reminder.confirm.sub", &[("number", &found.number), ("title", &found.title)]),
        href: format!("/lists/{}", found.list),
        facts: facts(&req, &found),
        button: (left > 0).then(|| w.f("reminder.confirm.button", &[("n", &thousands(left))])),
    };
    req.render(&page)
}

/// POST: reminds them.
pub(super) async fn send(req: Req, Path(id): Path<String>) -> Answer {
    let list = list(&id)?;
    let done = remind(&req.cx, &req.once(), list).await?;
    let (key, n) = said(&done);
    Ok(redirect_with(&format!("/lists/{list}"), key, n))
}

fn list(id: &str) -> Result<ListId, AppError> {
    id.parse().map_err(|_| AppError::NotFound)
}

/// The sentence that says what happened, and its number.
const fn said(done: &Reminded) -> (&'static str, i64) {
    match done {
        Reminded { orgs: 0, already: 0, .. } => ("reminder_nobody", 0),
        Reminded { orgs: 0, already, .. } => ("reminder_already", *already),
        Reminded { at_once: true, orgs, .. } => ("reminder_sent", *orgs),
        Reminded { orgs, .. } => ("reminder_later", *orgs),
    }
}

fn title(w: &W, found: &Outlook) -> String {
    let owing = thousands(found.orgs);
    match found.new_orgs() {
        _ if found.orgs == 0 => w.t("reminder.confirm.title_nobody").to_owned(),
        0 => w.f("reminder.confirm.title_already", &[("n", &owing), ("day", &view::day_name(w, found.day))]),
        left => w.f("reminder.confirm.title", &[("n", &thousands(left))]),
    }
}

fn facts(req: &Req, found: &Outlook) -> Vec<(&'static str, String)> {
    let w = &req.w;
    let orgs = (w.t("reminder.confirm.owing"), owing(w, found));
    if found.orgs == 0 {
        return vec![orgs];
    }
    let minute = found.shown_from.minute(&req.cx.house().zone);
    let clock = minute.split(' ').next_back().unwrap_or_default();
    let when = if found.at_once {
        w.t("reminder.confirm.at_once").to_owned()
    } else {
        w.f("reminder.confirm.later", &[("day", &view::day_name(w, found.day)), ("at", &clock)])
    };
    let mut facts = vec![orgs];
    if found.already > 0 {
        let n = w.f("reminder.confirm.orgs_n", &[("n", &thousands(found.already))]);
        facts.push((w.t("reminder.confirm.already"), n));
    }
    facts.push((w.t("reminder.confirm.when"), when));
    facts.push((w.t("reminder.confirm.place"), w.t("reminder.confirm.place_is").to_owned()));
    facts
}

fn owing(w: &W, found: &Outlook) -> String {
    let (orgs, all) = (thousands(found.orgs), thousands(found.assignments));
    w.f("reminder.confirm.owing_n", &[("orgs", &orgs), ("n", &all)])
}
