//! The list of documents that one may read.

use askama::Template;
use cx::AppError;
use kit::{Answer, Req, Shell, W, encode};

use super::{Chip, Choice, Link, days};
use crate::{
    actions::list::{Listed, Query, State, documents},
    rules::Kind,
};

#[derive(Template)]
#[template(path = "pages/list.html")]
struct ListPage {
    s: Shell,
    w: W,
    title: String,
    rows: Vec<Row>,
    kinds: Vec<Choice>,
    states: Vec<(Link, bool)>,
    q: String,
    state: &'static str,
    own: bool,
    filtered: bool,
    may_enter: bool,
    next: Option<String>,
}

/// A document among others.
pub(super) struct Row {
    pub(super) href: String,
    pub(super) title: String,
    pub(super) number: String,
    pub(super) kind: &'static str,
    pub(super) owner: String,
    pub(super) days: String,
    pub(super) chip: Chip,
    /// Where its draft is edited; empty if there is none.
    pub(super) draft: String,
    pub(super) demands: bool,
}

impl Row {
    pub(super) fn of(l: &Listed, w: &W) -> Self {
        let href = format!("/documents/{}", l.document.id);
        let only_draft = l.state == State::Draft;
        Self {
            draft: if l.draft { format!("{href}/draft") } else { String::new() },
            href: if only_draft { format!("{href}/draft") } else { href },
            title: l.version.title.clone(),
            number: l.version.number.clone(),
            kind: w.t(&format!("document.kind.{}", l.document.kind.code())),
            owner: l.document.owner.clone(),
            days: days(l.version.from, l.version.to, w),
            chip: Chip::of(l.state, w),
            demands: l.document.demands_work,
        }
    }
}

/// `?kind=…&state=…&q=…&own=1`.
///
/// # Errors
/// A fault of the field that is no choice.
pub(crate) fn query(req: &Req) -> Result<Query, AppError> {
    let choice = |field: &'static str| kernel::Fault::of(field, "not_a_choice");
    let kind = req.query.opt("kind").map(|code| Kind::of_code(code).ok_or_else(|| choice("kind"))).transpose()?;
    let state = req.query.opt("state").map(|code| State::of_code(code).ok_or_else(|| choice("state"))).transpose()?;
    let q = req.query.get("q").chars().take(60).collect();
    Ok(Query { kind, state, q, own: req.query.ticked("own") })
}

pub(super) async fn page(req: Req) -> Answer {
    let query = query(&req)?;
    let found = documents(&req.cx, query.clone(), req.page()).await?;
    let w = req.w;
    let rows: Vec<Row> = found.page.items.iter().map(|l| Row::of(l, &w)).collect();
    let kind = query.kind.map_or("", Kind::code);
    let state = query.state.map_or("", State::code);
    let own = if query.own { "1" } else { "" };
    let address = |state: &str, after: &str| {
        format!("/documents?kind={kind}&state={state}&own={own}&q={}&after={after}", encode(&query.q))
    };
    let pill = |code: &str, label: &str| {
        let link = Link { href: address(code, ""), label: label.to_owned() };
        (link, code == state)
    };
    let states = std::iter::once(pill("", w.t("document.list.all")))
        .chain(State::ALL.map(|s| pill(s.code(), w.t(&format!("document.state.{}", s.code())))))
        .collect();
    req.render(&ListPage {
        s: req.shell(),
        w,
        title: title(&query, &w),
        kinds: kinds(query.kind, &w),
        states,
        q: query.q.clone(),
        state,
        own: query.own,
        filtered: query != Query::default(),
        may_enter: found.may_enter,
        next: found.page.next.as_deref().map(|after| address(state, after)),
        rows,
    })
}

fn title(query: &Query, w: &W) -> String {
    let kind = query.kind.map_or(w.t("document.list.title"), |k| w.t(&format!("document.kind.{}", k.code())));
    match query.state {
        None => kind.to_owned(),
        Some(s) => {
            w.f("document.list.in_state", &[("kind", &kind), ("state", &w.t(&format!("document.state.{}", s.code())))])
        }
    }
}

/// Every sort of document as a choice.
pub(super) fn kinds(chosen: Option<Kind>, w: &W) -> Vec<Choice> {
    let choice = |kind: Kind| Choice {
        value: kind.code().to_owned(),
        label: w.t(&format!("document.kind.{}", kind.code())).to_owned(),
        on: chosen == Some(kind),
    };
    Kind::ALL.into_iter().map(choice).collect()
}
