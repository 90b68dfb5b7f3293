//! The clause editor: every correction is a button of one form that also works without scripts, and saves.

use std::collections::HashMap;

use askama::Template;
use axum::{extract::Path, http::StatusCode};
use cx::AppError;
use kernel::{ClauseId, DocumentId, Fault};
use kit::{Answer, Form, FormView, Req, Shell, W, redirect, redirect_with};

use super::{Refusal, id, version};
use crate::{
    actions::{
        edit::{self, Draft},
        open::{Editing, editing},
    },
    rules::{
        ClauseDraft, Step,
        draft::{CLAUSES_MOST, DEPTH_MOST, LABEL_MOST, TEXT_MOST},
        put_right::put_right,
    },
};

#[derive(Template)]
#[template(path = "pages/editor.html")]
struct EditorPage {
    s: Shell,
    w: W,
    f: FormView,
    differences: Vec<(&'static str, String, String)>,
    title: String,
    sub: String,
    here: String,
    /// Key under which a device keeps what is typed.
    draft_key: String,
    version: i64,
    name: String,
    number: String,
    rows: Vec<EditRow>,
    demands_work: bool,
    replacing: bool,
    may_publish: bool,
    file: String,
    file_href: String,
    label_most: usize,
    text_most: usize,
}

struct EditRow {
    n: usize,
    id: String,
    depth: i64,
    label: String,
    text: String,
    lines: usize,
    demands: bool,
    replaces: String,
    /// Labels of what it replaces.
    replaced: String,
    error: String,
    focus: bool,
}

pub(super) async fn page(req: Req, Path(text): Path<String>) -> Answer {
    let editing = editing(&req.cx, id(&text)?).await?;
    let draft = editing.draft.clone();
    let at = req.query.get("at").parse().unwrap_or(0);
    render(&req, StatusCode::OK, &editing, &draft, at, None)
}

/// The page with this draft in its form: as stored, or as it was typed.
fn render(
    req: &Req,
    status: StatusCode,
    editing: &Editing,
    draft: &Draft,
    at: usize,
    refusal: Option<Refusal>,
) -> Answer {
    if !editing.rights.write {
        return Err(AppError::NotFound.into());
    }
    let w = req.w;
    let (faults, differences) = refusal.map_or_else(Default::default, |r| (r.faults, r.differences));
    let f = FormView::of(&[]).refused(&faults, &w);
    let document = &editing.document;
    let here = format!("/documents/{}", document.id);
    let file = &editing.version.file_name;
    let page = EditorPage {
        s: req.shell(),
        w,
        title: w.f("document.editor.title", &[("title", &editing.version.title)]),
        sub: w.f("document.editor.sub", &[("version", &editing.version.seq), ("clauses", &draft.clauses.len())]),
        draft_key: format!("document-{}-{}", document.id, document.version),
        version: document.version,
        name: draft.title.clone(),
        number: draft.number.clone(),
        rows: rows(editing, draft, at, &f),
        f,
        differences,
        demands_work: document.demands_work,
        replacing: editing.before.is_some(),
        may_publish: editing.rights.publish,
        file: if editing.version.file_hash.is_empty() { String::new() } else { file.clone() },
        file_href: format!("{here}/file/{}", editing.version.seq),
        here,
        label_most: LABEL_MOST,
        text_most: TEXT_MOST,
    };
    req.render_as(status, &page)
}

fn rows(editing: &Editing, draft: &Draft, at: usize, f: &FormView) -> Vec<EditRow> {
    let labels: HashMap<ClauseId, String> = editing
        .before
        .iter()
        .flat_map(|b| &b.clauses)
        .map(|c| (c.id, if c.label.is_empty() { format!("¶{}", c.seq) } else { c.label.clone() }))
        .collect();
    let row = |(n, c): (usize, &ClauseDraft)| EditRow {
        n,
        id: c.id.map(|id| id.to_string()).unwrap_or_default(),
        depth: c.depth,
        label: c.label.clone(),
        lines: (kernel::text::length(&c.text) / 48 + c.text.matches('\n').count() + 1).min(16),
        text: c.text.clone(),
        demands: c.demands,
        replaces: c.replaces.iter().map(ToString::to_string).collect::<Vec<_>>().join(","),
        replaced: c.replaces.iter().filter_map(|id| labels.get(id)).cloned().collect::<Vec<_>>().join(" "),
        error: [f.error(&format!("text.{n}")), f.error(&format!("label.{n}"))].concat(),
        focus: n == at,
    };
    (1..).zip(&draft.clauses).map(row).collect()
}

/// What the form holds: `title`, `number` and for each clause `id.n`, `depth.n`, `label.n`, `text.n`, `demands.n`,
/// `replaces.n`, counted from 1 to `count`.
pub(super) fn sent(form: &Form) -> Draft {
    let fields: HashMap<&str, &str> = form.pairs().collect();
    let count = form.get("count").parse::<usize>().unwrap_or(0).min(CLAUSES_MOST + 100);
    let clause = |n: usize| {
        let get = |field: &str| fields.get(format!("{field}.{n}").as_str()).copied().unwrap_or_default();
        ClauseDraft {
            id: get("id").parse().ok(),
            depth: get("depth").parse::<i64>().unwrap_or(0).clamp(0, DEPTH_MOST),
            label: get("label").trim().to_owned(),
            text: get("text").replace("\r\n", "\n"),
            demands: get("demands") == "1",
            replaces: get("replaces").split(',').filter_map(|id| id.parse().ok()).collect(),
        }
    };
    Draft {
        title: form.get("title").to_owned(),
        number: form.get("number").to_owned(),
        clauses: (1..=count).map(clause).collect(),
    }
}

pub(super) async fn save(req: Req, Path(text): Path<String>) -> Answer {
    let id = id(&text)?;
    let mut draft = sent(&req.form);
    let step = Step::of_code(req.form.get("do"));
    let typed = draft.clone();
    let at = step.map_or(Ok(0), |step| put_right(&mut draft.clauses, step).map(|at| at + 1));
    let saved = match (at, version(&req)) {
        (Ok(at), Ok(version)) => edit::edit(&req.cx, &req.once(), id, version, draft).await.map(|_| (at, version)),
        (Err(fault), _) | (_, Err(fault)) => Err(Fault::into(fault)),
    };
    match saved {
        Ok((at, version)) => Ok(onward(&req, id, at, version)),
        Err(error) => {
            let refusal = Refusal::of(error, &req.w)?;
            let editing = editing(&req.cx, id).await?;
            render(&req, refusal.status, &editing, &typed, 0, Some(refusal))
        }
    }
}

/// Where the button that was pressed leads once everything is saved; the device drops what it kept of the form.
fn onward(req: &Req, id: DocumentId, at: usize, version: i64) -> axum::response::Response {
    let kept = format!("draft=document-{id}-{version}");
    match req.form.get("do") {
        "publish" => redirect(&format!("/documents/{id}/publish?{kept}")),
        "replaces" => redirect(&format!("/documents/{id}/replaces?{kept}")),
        _ if at > 0 => redirect(&format!("/documents/{id}/draft?{kept}&at={at}#c{at}")),
        _ => redirect_with(&format!("/documents/{id}/draft?{kept}"), "document_saved", 0),
    }
}
