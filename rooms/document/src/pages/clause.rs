//! The page of one clause: what it says, what it replaced, who rests on it.

use askama::Template;
use axum::extract::Path;
use cx::AppError;
use kit::{Answer, Req, Shell, W};

use super::{Chip, days};
use crate::actions::{
    cite::ClauseRef,
    clause::{ClauseDetail, clause},
    list::State,
};

#[derive(Template)]
#[template(path = "pages/clause.html")]
struct ClausePage {
    s: Shell,
    w: W,
    title: String,
    chip: Chip,
    document: String,
    document_href: String,
    facts: Vec<(&'static str, String)>,
    text: String,
    id: String,
    replaces: Vec<ClauseRef>,
    replaced_by: Vec<ClauseRef>,
    cited_title: String,
    citations: Vec<CitationView>,
    next: Option<String>,
}

struct CitationView {
    kind: String,
    label: String,
    href: String,
    org: String,
    at: String,
}

/// How a clause stands today.
pub(super) fn state(c: &ClauseRef, today: kernel::Day) -> State {
    match () {
        () if c.from > today => State::Coming,
        () if c.holds_on(today) => State::InForce,
        () => State::Ended,
    }
}

pub(super) async fn page(req: Req, Path(text): Path<String>) -> Answer {
    let id = text.parse().map_err(|_| AppError::NotFound)?;
    let found = clause(&req.cx, id, req.page()).await?;
    render(&req, &found)
}

fn render(req: &Req, d: &ClauseDetail) -> Answer {
    let (w, c) = (req.w, &d.clause);
    let zone = &req.cx.house().zone;
    let mut facts = vec![
        (w.t("document.field.owner"), c.owner.clone()),
        (w.t("document.field.version"), c.version_seq.to_string()),
        (w.t("document.list.days"), days(Some(c.from), Some(c.until), &w)),
    ];
    if !c.document_number.is_empty() {
        facts.insert(0, (w.t("document.field.number"), c.document_number.clone()));
    }
    // The sort of citing thing is named by the room that cites, if the words know it.
    let kind = |code: &str| {
        let key = format!("document.citing.{code}");
        if w.has(&key) { w.t(&key).to_owned() } else { code.to_owned() }
    };
    let citations: Vec<CitationView> = d
        .citations
        .items
        .iter()
        .map(|t| CitationView {
            kind: kind(&t.kind),
            label: t.label.clone(),
            href: t.address.clone(),
            org: t.org_name.clone(),
            at: t.at.day(zone).to_string(),
        })
        .collect();
    let more = d.citations.next.is_some();
    let count = format!("{}{}", citations.len(), if more { "+" } else { "" });
    let page = ClausePage {
        s: req.shell(),
        title: c.name(),
        chip: Chip::of(state(c, d.today), &w),
        document: c.document_title.clone(),
        document_href: format!("/documents/{}?version={}#c{}", c.document, c.version_seq, c.seq),
        facts,
        text: c.text.clone(),
        id: c.clause.to_string(),
        replaces: d.replaces.clone(),
        replaced_by: d.replaced_by.clone(),
        cited_title: w.n("document.clause.cited", count),
        citations,
        next: d.citations.next.as_deref().map(|after| format!("/clauses/{}?after={after}", c.clause)),
        w,
    };
    req.render(&page)
}
