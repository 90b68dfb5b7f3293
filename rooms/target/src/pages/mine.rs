//! The letters to one's own organisation: what waits for a signature first.

use askama::Template;
use kit::{Answer, Req, Shell, W};

use super::view::{self, Chip, Opt};
use crate::access::SIGN;
use crate::actions::Key;
use crate::actions::mine::{Mine, mine};
use crate::rules::State;

#[derive(Template)]
#[template(path = "pages/mine.html")]
struct Page {
    s: Shell,
    w: W,
    title: String,
    year: i64,
    years: Vec<Opt>,
    waiting: Vec<Row>,
    others: Vec<Row>,
}

struct Row {
    href: String,
    title: String,
    number: String,
    issuer: String,
    chip: Chip,
    /// What waits, in words.
    note: String,
    until: String,
    rev: String,
    may_sign: bool,
}

/// GET.
pub(super) async fn index(req: Req) -> Answer {
    let year = view::year(&req);
    let found = mine(&req.cx, year).await?;
    let (waiting, others): (Vec<&Mine>, Vec<&Mine>) =
        found.iter().partition(|m| m.current().is_some_and(|r| r.state == State::Issued));
    let w = req.w;
    let in_force = found.iter().filter(|m| m.revisions.iter().any(|r| r.state == State::InForce)).count();
    let title = w.f("target.mine.title", &[("year", &year), ("waiting", &waiting.len()), ("n", &in_force)]);
    let page = Page {
        s: req.shell(),
        w,
        title,
        year,
        years: view::years(year),
        waiting: waiting.into_iter().filter_map(|m| row(&req, m)).collect(),
        others: others.into_iter().filter_map(|m| row(&req, m)).collect(),
    };
    req.render(&page)
}

fn row(req: &Req, mine: &Mine) -> Option<Row> {
    let w = &req.w;
    let current = mine.current()?;
    let shown = current.state.shown(current.until, req.cx.house().today());
    let stands = mine.revisions.iter().any(|r| r.state == State::InForce);
    let note = match (current.state, current.objected, stands) {
        (State::Issued, true, _) => w.t("target.mine.objected"),
        (State::Issued, false, true) => w.t("target.mine.revision_waits"),
        (State::Issued, false, false) => w.t("target.mine.waits"),
        (State::Signed, ..) => w.t("target.mine.at_issuer"),
        _ => "",
    };
    Some(Row {
        href: view::href(Key { org: current.org, issue: current.issue }),
        title: mine.issue.title.clone(),
        number: mine.issue.number.clone(),
        issuer: mine.issuer_name.clone(),
        chip: view::chip(w, shown, current.objected),
        note: note.to_owned(),
        until: current.until.to_string(),
        rev: if current.rev > 1 { w.n("target.letter.rev_n", current.rev) } else { String::new() },
        may_sign: current.state == State::Issued && !current.objected && SIGN.is_for(req.cx.actor().seat.role),
    })
}
