//! The queue of what waits for this seat: list and pane, worked with the keyboard, many at once.

use askama::Template;
use axum::http::StatusCode;
use cx::AppError;
use kernel::Page;
use kit::{Answer, Req, Shell, W, redirect_with};

use super::{
    assignment::shorten,
    forms::{self, Ask, AskKind, Press},
    link,
    told::{self, Asked, Told},
    view::{self, Chip, Lamp},
};
use crate::{
    actions::{
        self, Key, Seen,
        card::{self, Card, Detail},
    },
    rules::State,
};

/// Rows of one page of the queue.
const PAGE: i64 = 30;

/// The page.
#[derive(Template)]
#[template(path = "queue.html")]
pub(crate) struct QueuePage {
    s: Shell,
    w: W,
    view: QueueView,
}

/// The pane alone, as htmx asks for it.
#[derive(Template)]
#[template(path = "pane_part.html")]
pub(crate) struct PanePart {
    w: W,
    pane: Pane,
}

/// What the page shows.
#[derive(Debug, Clone)]
struct QueueView {
    title: String,
    sub: String,
    here: String,
    /// What the last form could not do; empty if it could.
    problem: String,
    rows: Vec<QueueRow>,
    pane: Option<Pane>,
    first_href: String,
    next_href: String,
    shown: String,
}

/// One row of the list.
#[derive(Debug, Clone)]
struct QueueRow {
    key: String,
    href: String,
    pane: String,
    on: bool,
    bulk: bool,
    check: String,
    org: String,
    chip: Chip,
    lamp: Option<Lamp>,
    text: String,
    small: String,
}

/// What is open beside the list.
#[derive(Debug, Clone)]
struct Pane {
    title: String,
    sub: String,
    href: String,
    chip: Chip,
    lamp: Option<Lamp>,
    told: Option<Told>,
    asked: Option<Asked>,
    presses: Vec<Press>,
    asks: Vec<Ask>,
}

/// GET of the page.
pub(crate) async fn show(req: Req) -> Answer {
    page(&req, StatusCode::OK, String::new()).await
}

async fn page(req: &Req, status: StatusCode, problem: String) -> Answer {
    let after = req.query.get("after").to_owned();
    let found = actions::queue::queue(&req.cx, Page::new(Some(after.clone()), Some(PAGE))).await?;
    let wanted: Option<Key> = req.query.get("pick").parse().ok();
    let picked = found.items.iter().position(|c| Some(c.key) == wanted).unwrap_or(0);
    let here = link::with_query("/queue", &[("after", &after)]);
    let pane = match found.items.get(picked) {
        Some(card) => Some(pane_view(req, &card::assignment(&req.cx, card.key).await?, &here)),
        None => None,
    };
    let w = &req.w;
    let rows = found.items.iter().enumerate().map(|(n, c)| row(req, c, n == picked, &after)).collect();
    let view = QueueView {
        title: title(req, &found.items, found.next.is_some()),
        sub: w.f("task_list.queue.sub", &[("org", &req.cx.actor().seat.org_name)]),
        problem,
        rows,
        pane,
        first_href: if after.is_empty() { String::new() } else { "/queue".to_owned() },
        next_href: found.next.as_ref().map(|k| link::with_query("/queue", &[("after", k)])).unwrap_or_default(),
        shown: w.f("task_list.queue.shown", &[("n", &found.items.len())]),
        here,
    };
    req.render_as(status, &QueuePage { s: req.shell(), w: req.w, view })
}

/// How many wait, and how long the oldest of them has waited.
fn title(req: &Req, cards: &[Card], more: bool) -> String {
    let w = &req.w;
    let today = req.cx.house().today();
    let zone = &req.cx.house().zone;
    let Some(oldest) = cards.iter().map(|c| c.changed_at).min() else {
        return w.t("task_list.queue.title_none").to_owned();
    };
    let days = oldest.day(zone).days_until(today).max(0);
    let values: [(&str, &dyn std::fmt::Display); 2] = [("n", &cards.len()), ("days", &days)];
    match (more, days) {
        (true, _) => w.f("task_list.queue.title_more", &values[..1]),
        (false, 0) => w.f("task_list.queue.title_today", &values[..1]),
        (false, _) => w.f("task_list.queue.title", &values),
    }
}

fn row(req: &Req, card: &Card, on: bool, after: &str) -> QueueRow {
    let w = &req.w;
    let key = card.key.to_string();
    let late = Lamp { class: "lt-overdue", word: w.t("task_list.lamp.late").to_owned() };
    QueueRow {
        // On a phone the pane stands below the list.
        href: format!("{}#pane", link::with_query("/queue", &[("after", after), ("pick", &key)])),
        pane: link::with_query("/queue/pane", &[("after", after), ("pick", &key)]),
        key: link::seen_text(card.key, card.version),
        on,
        bulk: card.can.verify,
        check: w.f("task_list.queue.check", &[("org", &card.org_name), ("text", &shorten(&card.item.text, 24))]),
        org: card.org_name.clone(),
        chip: view::waits_as(w, card),
        lamp: card.late.then_some(late),
        text: card.item.text.clone(),
        small: small(req, card),
    }
}

fn small(req: &Req, card: &Card) -> String {
    let at = card.changed_at.short(&req.cx.house().zone);
    let due = card.due_day.short();
    let values: [(&str, &dyn std::fmt::Display); 2] = [("at", &at), ("due", &due)];
    match card.state {
        State::Reported => req.w.f("task_list.queue.reported_at", &values),
        State::Verified => req.w.f("task_list.queue.verified_at", &values),
        _ => req.w.f("task_list.queue.asked_at", &values),
    }
}

fn pane_view(req: &Req, detail: &Detail, here: &str) -> Pane {
    let (w, card) = (&req.w, &detail.card);
    let mut asks = Vec::new();
    if card.can.send_back {
        asks.push(forms::ask(req, AskKind::Return, card, None));
    }
    let mut asked = told::asked(req, detail, None);
    asks.extend(asked.as_mut().map(|a| std::mem::take(&mut a.answers)).unwrap_or_default());
    for ask in &mut asks {
        here.clone_into(&mut ask.tokens.next);
    }
    let by = detail.steps.last();
    Pane {
        title: format!("{} · {}", card.org_name, shorten(&card.item.text, 40)),
        sub: by
            .map(|s| format!("{} · {} · {}", s.by_org_name, s.by_post, s.at.minute(&req.cx.house().zone)))
            .unwrap_or_default(),
        href: link::href(card.key),
        chip: view::waits_as(w, card),
        lamp: card.light.map(|l| view::lamp(w, l, card.due_day, req.cx.house().today())),
        told: told::told(req, card),
        asked,
        presses: told::presses(req, card, here),
        asks,
    }
}

/// GET of the pane alone.
pub(crate) async fn pane(req: Req) -> Answer {
    let key: Key = req.query.get("pick").parse()?;
    let here = link::with_query("/queue", &[("after", req.query.get("after"))]);
    let detail = card::assignment(&req.cx, key).await?;
    req.render(&PanePart { w: req.w, pane: pane_view(&req, &detail, &here) })
}

/// POST: verifies whatever is ticked. If one of them was changed meanwhile, none is.
pub(crate) async fn verify_chosen(req: Req) -> Answer {
    let seen: Vec<Seen> = req.form.all("id").filter_map(link::parse_seen).collect();
    if seen.is_empty() {
        return page(&req, StatusCode::UNPROCESSABLE_ENTITY, req.w.t("task_list.queue.nothing_chosen").to_owned())
            .await;
    }
    match actions::verify::verify_many(&req.cx, &req.once(), seen).await {
        Ok(n) => Ok(redirect_with(&forms::here(&req, "/queue"), "task_list_verified", n)),
        Err(AppError::Conflict(_)) => {
            page(&req, StatusCode::CONFLICT, req.w.t("task_list.queue.conflict").to_owned()).await
        }
        Err(AppError::Invalid(faults)) => {
            let text = faults.iter().map(|f| req.w.fault(f)).collect::<Vec<_>>().join(" ");
            page(&req, StatusCode::UNPROCESSABLE_ENTITY, text).await
        }
        Err(other) => Err(other.into()),
    }
}
