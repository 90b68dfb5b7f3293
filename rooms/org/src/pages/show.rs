//! One organisation: what it is on the day, what it was, what stands below it.

use askama::Template;
use axum::{extract::Path, http::StatusCode};
use cx::AppError;
use kernel::{Day, OrgId};
use kit::{Answer, FormView, Req, Shell, W, redirect_with};

use crate::{
    access::TAG,
    actions::{
        tag,
        view::{self, Past, Portrait},
    },
    api::as_of,
    pages::{
        label,
        tree::{Children, on, page_of_children},
    },
};

/// A step of the history.
struct Step {
    class: &'static str,
    what: String,
    changes: String,
    day: String,
    note: String,
}

#[derive(Template)]
#[template(path = "pages/show.html")]
struct ShowPage {
    s: Shell,
    w: W,
    id: OrgId,
    name: String,
    heading: String,
    as_of: String,
    is_past: bool,
    asof_text: String,
    gone_text: String,
    on: String,
    /// Superiors: address and name; no address for those above one's own branch.
    line: Vec<(String, String)>,
    facts: Vec<(&'static str, String)>,
    below: String,
    children: Children,
    steps: Vec<Step>,
    tags: Vec<String>,
    may_tag: bool,
    may_add: bool,
    may_change: bool,
    /// The tag that was not taken.
    form: FormView,
}

/// `/orgs/{id}`.
pub(super) async fn show(req: Req, Path(id): Path<String>) -> Answer {
    let id: OrgId = id.parse().map_err(|_| AppError::NotFound)?;
    page(&req, id, StatusCode::OK, FormView::default()).await
}

async fn page(req: &Req, id: OrgId, status: StatusCode, form: FormView) -> Answer {
    let (w, day) = (req.w, as_of(req)?);
    let today = req.cx.house().today();
    let portrait = view::portrait(&req.cx, id, day).await?;
    let children = match &portrait.placed {
        Some(_) => page_of_children(req, id, day, req.page().after).await?,
        None => Children::none(w, day),
    };
    let is_past = day.is_some_and(|d| d != today);
    let seat = &req.cx.actor().seat;
    let name = portrait.placed.as_ref().map_or_else(|| portrait.facts.name.clone(), |p| p.org.name.clone());
    let below = label::counts(&w, &portrait.below);
    let page = ShowPage {
        s: req.shell(),
        w,
        id,
        heading: label::heading(&w, &name, &below),
        name,
        as_of: day.unwrap_or(today).to_string(),
        is_past,
        asof_text: w.f("org.asof_on", &[("day", &day.unwrap_or(today))]),
        gone_text: gone(&w, &portrait),
        on: on(day),
        line: line(&portrait, seat.path.depth(), &on(day)),
        facts: facts(&w, &portrait),
        below,
        children,
        steps: steps(&w, &portrait),
        may_tag: TAG.is_for(seat.role) && portrait.facts.until == Day::FOREVER,
        may_add: portrait.may_change && !is_past,
        may_change: portrait.may_change && !is_past && id != seat.org,
        tags: portrait.tags,
        form,
    };
    req.render_as(status, &page)
}

fn line(portrait: &Portrait, own_depth: usize, on: &str) -> Vec<(String, String)> {
    let superiors = portrait.placed.as_ref().map(|p| p.line.as_slice()).unwrap_or_default();
    let visible = |n: usize| n + 1 >= own_depth;
    let one = |(n, (id, name)): (usize, &(OrgId, String))| {
        (if visible(n) { format!("/orgs/{id}?{on}") } else { String::new() }, name.clone())
    };
    superiors.iter().enumerate().map(one).collect()
}

/// What to say of an organisation that does not exist on the day.
fn gone(w: &W, portrait: &Portrait) -> String {
    let facts = &portrait.facts;
    match (&portrait.placed, facts.merged_into) {
        (Some(_), _) => String::new(),
        (None, _) if facts.until == Day::FOREVER => w.f("org.show.not_yet", &[("day", &facts.since)]),
        (None, Some(into)) => {
            let name = portrait.names.get(&into).cloned().unwrap_or_default();
            w.f("org.show.merged", &[("day", &facts.until), ("name", &name)])
        }
        (None, None) => w.f("org.show.ended", &[("day", &facts.until)]),
    }
}

fn facts(w: &W, portrait: &Portrait) -> Vec<(&'static str, String)> {
    let mut facts = Vec::new();
    if let Some(placed) = &portrait.placed {
        let org = &placed.org;
        let (level, division) = (label::level(w, &org.level), label::division(w, &org.division_kind));
        facts.push((w.t("org.fact.path"), placed.path_text()));
        facts.push((w.t("org.fact.code"), org.code.clone()));
        let both = if division.is_empty() || division == level { level } else { format!("{level} · {division}") };
        facts.push((w.t("org.fact.level"), both));
        facts.push((w.t("org.fact.domain"), label::domain(w, &org.domain)));
        facts.push((w.t("org.fact.kind"), label::kind(w, &org.kind)));
    }
    facts.push((w.t("org.fact.since"), portrait.facts.since.to_string()));
    if portrait.facts.until < Day::FOREVER {
        facts.push((w.t("org.fact.until"), portrait.facts.until.to_string()));
    }
    facts
}

/// The history, the latest first.
fn steps(w: &W, portrait: &Portrait) -> Vec<Step> {
    let history = &portrait.history;
    let one = |(n, past): (usize, &Past)| Step {
        class: class_of(&past.op),
        what: label::op(w, &past.op),
        changes: differences(w, portrait, n.checked_sub(1).and_then(|b| history.get(b)), past)
            .join(w.t("org.change.and")),
        day: past.from.to_string(),
        note: past.note.clone(),
    };
    history.iter().enumerate().rev().map(one).collect()
}

fn class_of(op: &str) -> &'static str {
    match op {
        "add" | "split" => "st-issued",
        "rename" => "st-closed",
        "recode" | "follow" => "st-signed",
        "remove" | "merge" => "st-withdrawn",
        _ => "st-reported",
    }
}

/// What differs between two states, a sentence each.
fn differences(w: &W, portrait: &Portrait, before: Option<&Past>, now: &Past) -> Vec<String> {
    let superior = |p: &Past| p.parent.and_then(|id| portrait.names.get(&id).cloned()).unwrap_or_default();
    let Some(before) = before else {
        return vec![w.f("org.change.first", &[("name", &now.name), ("code", &now.code)])];
    };
    if now.op == "merge" {
        let into = portrait.facts.merged_into.and_then(|id| portrait.names.get(&id).cloned()).unwrap_or_default();
        return vec![w.f("org.change.into", &[("name", &into)])];
    }
    let pairs = [
        (w.t("org.fact.name"), before.name.clone(), now.name.clone()),
        (w.t("org.fact.code"), before.code.clone(), now.code.clone()),
        (w.t("org.fact.division"), label::division(w, &before.division_kind), label::division(w, &now.division_kind)),
        (w.t("org.fact.domain"), label::domain(w, &before.domain), label::domain(w, &now.domain)),
        (w.t("org.fact.superior"), superior(before), superior(now)),
    ];
    let differing = pairs.into_iter().filter(|(_, old, new)| old != new);
    differing
        .map(|(field, old, new)| w.f("org.change.differs", &[("field", &field), ("old", &old), ("new", &new)]))
        .collect()
}

/// `POST /orgs/{id}/tags`: puts a tag on or takes it off.
pub(super) async fn tag(req: Req, Path(id): Path<String>) -> Answer {
    let id: OrgId = id.parse().map_err(|_| AppError::NotFound)?;
    match tag::set_tag(&req.cx, id, req.form.get("tag"), !req.form.ticked("off")).await {
        Ok(()) => Ok(redirect_with(&format!("/orgs/{id}"), "org_tagged", 0)),
        Err(AppError::Invalid(faults)) => {
            let form = FormView::again(&req.form).refused(&faults, &req.w);
            page(&req, id, StatusCode::UNPROCESSABLE_ENTITY, form).await
        }
        Err(other) => Err(other.into()),
    }
}
