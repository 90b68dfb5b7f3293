//! Bringing a draft into force, throwing it away, ending a document: each says in numbers what it will do.

use askama::Template;
use axum::{extract::Path, http::StatusCode};
use cx::AppError;
use kernel::{Day, DocumentId, Fault};
use kit::{Answer, FormView, Req, Shell, W, redirect_with};

use super::{Refusal, id, version};
use crate::actions::{
    discard, end,
    open::{Editing, Opened, editing, open_today},
    publish,
};

#[derive(Template)]
#[template(path = "pages/publish.html")]
struct PublishPage {
    s: Shell,
    w: W,
    f: FormView,
    differences: Vec<(&'static str, String, String)>,
    here: String,
    title: String,
    version: i64,
    said: Vec<String>,
    /// Clauses that go out of force without a successor: label, text, how many things rest on them, address.
    left_out: Vec<LeftOut>,
}

struct LeftOut {
    href: String,
    label: String,
    text: String,
    cited: i64,
}

pub(super) async fn page(req: Req, Path(text): Path<String>) -> Answer {
    let editing = editing(&req.cx, id(&text)?).await?;
    let today = editing.today.to_string();
    let f = FormView::of(&[("from", today.as_str())]);
    render(&req, StatusCode::OK, &editing, f, Vec::new())
}

fn render(
    req: &Req,
    status: StatusCode,
    editing: &Editing,
    f: FormView,
    differences: Vec<(&'static str, String, String)>,
) -> Answer {
    if !editing.rights.publish {
        return Err(AppError::NotFound.into());
    }
    let cited = |id| editing.before.as_ref().and_then(|b| b.cited.get(id)).copied().unwrap_or(0);
    let left_out = editing.left_out().into_iter().filter(|c| !c.text.is_empty()).map(|c| LeftOut {
        href: format!("/clauses/{}", c.id),
        label: if c.label.is_empty() { format!("¶{}", c.seq) } else { c.label.clone() },
        text: c.text.clone(),
        cited: cited(&c.id),
    });
    let left_out: Vec<LeftOut> = left_out.collect();
    let page = PublishPage {
        s: req.shell(),
        w: req.w,
        f,
        differences,
        here: format!("/documents/{}", editing.document.id),
        title: editing.draft.title.clone(),
        version: editing.document.version,
        said: said(editing, &left_out, &req.w),
        left_out,
    };
    req.render_as(status, &page)
}

/// What bringing it into force will do, in numbers.
fn said(editing: &Editing, left_out: &[LeftOut], w: &W) -> Vec<String> {
    let mut said = vec![w.n("document.publish.clauses", editing.draft.clauses.len())];
    if editing.document.demands_work {
        said.push(w.n("document.publish.asking", editing.draft.clauses.iter().filter(|c| c.demands).count()));
    }
    if let Some(before) = &editing.before {
        let replacing = editing.draft.clauses.iter().filter(|c| !c.replaces.is_empty()).count();
        said.push(w.f("document.publish.replaces", &[("version", &before.version.seq), ("n", &replacing)]));
        said.push(w.n("document.publish.left_out", left_out.len()));
        let resting: i64 = before.cited.values().sum();
        if resting > 0 {
            said.push(w.n("document.publish.resting", resting));
        }
    }
    said
}

pub(super) async fn publish(req: Req, Path(text): Path<String>) -> Answer {
    let id = id(&text)?;
    let done = match (day(&req, "from"), version(&req)) {
        (Ok(from), Ok(version)) => publish::publish(&req.cx, &req.once(), id, version, from).await,
        (Err(fault), _) | (_, Err(fault)) => Err(fault.into()),
    };
    match done {
        Ok(()) => Ok(redirect_with(&format!("/documents/{id}"), "document_published", 0)),
        Err(error) => {
            let refusal = Refusal::of(error, &req.w)?;
            let editing = editing(&req.cx, id).await?;
            let f = FormView::again(&req.form).refused(&refusal.faults, &req.w);
            render(&req, refusal.status, &editing, f, refusal.differences)
        }
    }
}

fn day(req: &Req, field: &'static str) -> Result<Day, Fault> {
    req.form.parsed(field, "not_a_day")
}

pub(super) async fn discard(req: Req, Path(text): Path<String>) -> Answer {
    let id = id(&text)?;
    let left = discard::discard(&req.cx, &req.once(), id, version(&req)?).await?;
    let to = if left { format!("/documents/{id}") } else { "/documents".to_owned() };
    Ok(redirect_with(&to, "document_discarded", 0))
}

#[derive(Template)]
#[template(path = "pages/end.html")]
struct EndPage {
    s: Shell,
    w: W,
    f: FormView,
    differences: Vec<(&'static str, String, String)>,
    here: String,
    title: String,
    version: i64,
    said: String,
    reason_most: usize,
}

pub(super) async fn end_page(req: Req, Path(text): Path<String>) -> Answer {
    let opened = open_today(&req.cx, id(&text)?).await?;
    let today = opened.reading.today.to_string();
    render_end(&req, StatusCode::OK, &opened, FormView::of(&[("until", today.as_str())]), Vec::new())
}

fn render_end(
    req: &Req,
    status: StatusCode,
    opened: &Opened,
    f: FormView,
    differences: Vec<(&'static str, String, String)>,
) -> Answer {
    if !opened.rights.end {
        return Err(AppError::Forbidden("document.end").into());
    }
    let resting: i64 = opened.cited.values().sum();
    let page = EndPage {
        s: req.shell(),
        w: req.w,
        f,
        differences,
        here: format!("/documents/{}", opened.reading.document.id),
        title: opened.reading.version.title.clone(),
        version: opened.reading.document.version,
        said: req.w.f("document.end.said", &[("n", &opened.reading.clauses.len()), ("resting", &resting)]),
        reason_most: end::REASON_MOST,
    };
    req.render_as(status, &page)
}

pub(super) async fn end(req: Req, Path(text): Path<String>) -> Answer {
    let id: DocumentId = id(&text)?;
    let done = match (day(&req, "until"), version(&req)) {
        (Ok(until), Ok(version)) => end::end(&req.cx, &req.once(), id, version, until, req.form.get("reason")).await,
        (Err(fault), _) | (_, Err(fault)) => Err(fault.into()),
    };
    match done {
        Ok(()) => Ok(redirect_with(&format!("/documents/{id}"), "document_over", 0)),
        Err(error) => {
            let refusal = Refusal::of(error, &req.w)?;
            let opened = open_today(&req.cx, id).await?;
            let f = FormView::again(&req.form).refused(&refusal.faults, &req.w);
            render_end(&req, refusal.status, &opened, f, refusal.differences)
        }
    }
}
