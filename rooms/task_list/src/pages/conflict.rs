//! The page of a conflict: somebody was faster; both versions side by side, nothing lost.

use askama::Template;
use axum::http::{HeaderValue, StatusCode};
use kit::{Answer, Form, FormView, Req, Shell, W};

use super::{
    act::in_card,
    assignment,
    fields::{FieldView, Values, field_views},
    forms, link,
    todo::{TodoPart, todo},
    view::Tokens,
};
use crate::actions::{
    Key,
    card::{self, Card, Detail},
};

/// The page.
#[derive(Template)]
#[template(path = "conflict.html")]
pub(crate) struct ConflictPage {
    s: Shell,
    w: W,
    title: String,
    short: String,
    sub: String,
    href: String,
    action: String,
    tokens: Tokens,
    /// Typed values that do not differ, to be sent again.
    same: Vec<(String, String)>,
    differs: Vec<Differs>,
    /// What else there is to know: label, mine, theirs.
    facts: Vec<(String, String, String)>,
    help: &'static str,
    /// Whether the present state still allows what was wanted.
    may_save: bool,
    /// Whether photos have to be chosen again.
    photos_again: bool,
}

/// One value of which there are two versions.
#[derive(Debug, Clone)]
struct Differs {
    name: String,
    label: String,
    mine: String,
    theirs: String,
    /// The same as people read them.
    shown: (String, String),
}

/// The form with every choice of the conflict page made: `pick.x` says whose `x` is meant.
pub(crate) fn chosen(sent: &Form) -> Form {
    let mut pairs: Vec<(String, String)> = Vec::new();
    for (name, value) in sent.pairs() {
        if let Some(field) = name.strip_prefix("pick.") {
            let whose = if value == "theirs" { "theirs" } else { "mine" };
            pairs.push((field.to_owned(), sent.get(&format!("{whose}.{field}")).to_owned()));
        } else if !name.starts_with("mine.") && !name.starts_with("theirs.") {
            pairs.push((name.to_owned(), value.to_owned()));
        }
    }
    let borrowed: Vec<(&str, &str)> = pairs.iter().map(|(n, v)| (n.as_str(), v.as_str())).collect();
    let mut form = Form::from_pairs(&borrowed);
    form.files.clone_from(&sent.files);
    form
}

/// A report that came too late: what was typed beside what is stored.
pub(crate) async fn of_report(req: &Req, key: Key) -> Answer {
    let detail = card::assignment(&req.cx, key).await?;
    if detail.card.can.report && detail.card.reported_at.is_none() {
        return typed_again(req, &detail);
    }
    let card = detail.card;
    let (same, differs) = compare(req, &card);
    let (w, n) = (&req.w, differs.len());
    let page = ConflictPage {
        title: if card.can.report { w.f("task_list.conflict.title", &[("n", &n)]) } else { state_title(w, &card) },
        action: format!("{}/report", link::href(key)),
        same,
        differs,
        help: w.t(if card.can.report { "task_list.conflict.help" } else { "task_list.conflict.help_kept" }),
        may_save: card.can.report,
        photos_again: !req.form.files.is_empty(),
        ..blank(req, &card)
    };
    answer(req, &page)
}

/// Nothing was reported yet, so there is nothing to choose from: the form comes back as it was typed.
fn typed_again(req: &Req, detail: &Detail) -> Answer {
    let moved = vec![kernel::Fault::new("task_list_moved_on")];
    let typed = FormView::again(&req.form).refused(&moved, &req.w);
    if in_card(req) {
        let todo = todo(req, &detail.card, true, Some(&typed));
        return req.render_as(StatusCode::CONFLICT, &TodoPart { w: req.w, todo });
    }
    assignment::page(req, detail, StatusCode::CONFLICT, Some(&typed), None)
}

/// Any other step that came too late: what it has become, and what was typed.
pub(crate) async fn of_step(req: &Req, key: Key) -> Answer {
    let card = card::assignment(&req.cx, key).await?.card;
    let mut page = ConflictPage { title: state_title(&req.w, &card), ..blank(req, &card) };
    if let Some(reason) = req.form.opt("reason") {
        page.facts.push((req.w.t("task_list.form.reason").to_owned(), reason.to_owned(), String::new()));
    }
    answer(req, &page)
}

/// The whole page also where htmx asked for a part: it takes the place of the page's main part.
fn answer(req: &Req, page: &ConflictPage) -> Answer {
    let mut response = req.render_as(StatusCode::CONFLICT, page)?;
    if req.htmx {
        let headers = response.headers_mut();
        headers.insert("hx-retarget", HeaderValue::from_static("#main"));
        headers.insert("hx-reselect", HeaderValue::from_static("#main"));
        headers.insert("hx-reswap", HeaderValue::from_static("outerHTML"));
    }
    Ok(response)
}

fn state_title(w: &W, card: &Card) -> String {
    w.f("task_list.conflict.title_state", &[("state", &w.t(card.state.word()))])
}

/// The page without any difference yet.
fn blank(req: &Req, card: &Card) -> ConflictPage {
    let w = &req.w;
    let at = card.changed_at.minute(&req.cx.house().zone);
    let state = (w.t("task_list.fact.state").to_owned(), String::new(), w.t(card.state.word()).to_owned());
    let due = (w.t("task_list.fact.due").to_owned(), String::new(), card.due_day.to_string());
    ConflictPage {
        s: req.shell(),
        w: req.w,
        title: String::new(),
        short: assignment::shorten(&card.item.text, 24),
        sub: w.f("task_list.conflict.sub", &[("org", &card.org_name), ("at", &at)]),
        href: link::href(card.key),
        action: String::new(),
        tokens: forms::tokens(req, card.version, &forms::here(req, "/")),
        same: Vec::new(),
        differs: Vec::new(),
        facts: vec![state, due],
        help: w.t("task_list.conflict.help_kept"),
        may_save: false,
        photos_again: false,
    }
}

/// Typed values that agree with the stored ones, and those that do not.
fn compare(req: &Req, card: &Card) -> (Vec<(String, String)>, Vec<Differs>) {
    let w = &req.w;
    let typed = FormView::again(&req.form);
    let mine = field_views(w, &card.item.form, Values::Typed(&typed), "m");
    let theirs = field_views(w, &card.item.form, Values::Stored(&card.values), "t");
    let mut all: Vec<Differs> = Vec::new();
    for (mine, theirs) in mine.iter().zip(&theirs) {
        let cells = mine.rows.iter().flatten().zip(theirs.rows.iter().flatten());
        all.extend(cells.map(|((name, m), (_, t))| differs(name, &mine.label, m, t)));
        if mine.rows.is_empty() {
            let mut found = differs(&mine.name, &mine.label, &mine.value, &theirs.value);
            found.shown = (shown(mine), shown(theirs));
            all.push(found);
        }
    }
    let day = card.happened_on.map(|d| d.to_string()).unwrap_or_default();
    all.push(differs("note", w.t("task_list.form.note"), req.form.get("note"), &card.note));
    all.push(differs("happened_on", w.t("task_list.form.happened_on"), req.form.get("happened_on"), &day));
    let (differ, same): (Vec<_>, Vec<_>) = all.into_iter().partition(|d| d.mine != d.theirs);
    (same.into_iter().map(|d| (d.name, d.mine)).collect(), differ)
}

fn differs(name: &str, label: &str, mine: &str, theirs: &str) -> Differs {
    Differs {
        name: name.to_owned(),
        label: label.to_owned(),
        mine: mine.to_owned(),
        theirs: theirs.to_owned(),
        shown: (mine.to_owned(), theirs.to_owned()),
    }
}

/// A value as people read it: the label of what is chosen, else what is typed.
fn shown(field: &FieldView) -> String {
    field.options.iter().find(|o| o.on).map_or_else(|| field.value.clone(), |o| o.label.clone())
}

/// What a list's editor had and what stands there now: label, mine, theirs.
pub(crate) fn draft_differences(w: &W, found: &[cx::Difference]) -> Vec<(&'static str, String, String)> {
    found.iter().map(|d| (w.t(d.field), d.mine.clone(), d.theirs.clone())).collect()
}
