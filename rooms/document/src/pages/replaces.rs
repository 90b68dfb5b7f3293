//! Which clause replaces which: the program proposes, the clerk puts right.

use std::collections::{HashMap, HashSet};

use askama::Template;
use axum::{extract::Path, http::StatusCode};
use cx::AppError;
use kernel::{ClauseId, Fault};
use kit::{Answer, FormView, Req, Shell, W, redirect_with};

use super::{Choice, Refusal, id, version};
use crate::{
    Clause,
    actions::{
        edit::{self, Draft},
        open::{Editing, editing},
    },
};

#[derive(Template)]
#[template(path = "pages/replaces.html")]
struct ReplacesPage {
    s: Shell,
    w: W,
    f: FormView,
    differences: Vec<(&'static str, String, String)>,
    here: String,
    title: String,
    version: i64,
    rows: Vec<ReplaceRow>,
    left_out: Vec<(String, String)>,
}

struct ReplaceRow {
    n: usize,
    label: String,
    text: String,
    /// Old clauses to tick: those chosen and those that look alike.
    choices: Vec<Choice>,
    /// Labels typed for others.
    typed: String,
    error: String,
}

/// By what an old clause is named and typed.
fn name(c: &Clause) -> String {
    if c.label.is_empty() { format!("¶{}", c.seq) } else { c.label.clone() }
}

pub(super) async fn page(req: Req, Path(text): Path<String>) -> Answer {
    let editing = editing(&req.cx, id(&text)?).await?;
    let chosen: Vec<Vec<ClauseId>> = editing.draft.clauses.iter().map(|c| c.replaces.clone()).collect();
    render(&req, StatusCode::OK, &editing, &chosen, &FormView::default(), None)
}

fn render(
    req: &Req,
    status: StatusCode,
    editing: &Editing,
    chosen: &[Vec<ClauseId>],
    typed: &FormView,
    refusal: Option<Refusal>,
) -> Answer {
    let Some(before) = editing.before.as_ref().filter(|_| editing.rights.write) else {
        return Err(AppError::NotFound.into());
    };
    let (faults, differences) = refusal.map_or_else(Default::default, |r| (r.faults, r.differences));
    let f = FormView::of(&[]).refused(&faults, &req.w);
    let used: HashSet<ClauseId> = chosen.iter().flatten().copied().collect();
    let left_out = before.clauses.iter().filter(|c| !used.contains(&c.id) && !c.text.is_empty());
    let page = ReplacesPage {
        s: req.shell(),
        w: req.w,
        here: format!("/documents/{}", editing.document.id),
        title: editing.draft.title.clone(),
        version: editing.document.version,
        left_out: left_out.map(|c| (name(c), c.text.clone())).collect(),
        rows: rows(editing, &before.clauses, chosen, typed, &f),
        differences,
        f,
    };
    req.render_as(status, &page)
}

/// One row for each clause of the draft: what is chosen comes before what looks alike.
fn rows(
    editing: &Editing,
    old: &[Clause],
    chosen: &[Vec<ClauseId>],
    typed: &FormView,
    f: &FormView,
) -> Vec<ReplaceRow> {
    let old: HashMap<ClauseId, &Clause> = old.iter().map(|c| (c.id, c)).collect();
    let proposals = editing.proposals();
    let mut rows = Vec::new();
    for (at, clause) in editing.draft.clauses.iter().enumerate() {
        let (n, chosen) = (at + 1, &chosen[at]);
        let mut seen = HashSet::new();
        let offered = chosen.iter().chain(&proposals[at]).filter(|id| seen.insert(**id));
        let choice = |id: &ClauseId| {
            let c = old.get(id)?;
            let text: String = c.text.chars().take(60).collect();
            Some(Choice { value: id.to_string(), label: format!("{} {text}", name(c)), on: chosen.contains(id) })
        };
        rows.push(ReplaceRow {
            n,
            label: clause.label.clone(),
            text: clause.text.clone(),
            choices: offered.filter_map(choice).take(12).collect(),
            typed: typed.value(&format!("other.{n}")).to_owned(),
            error: f.error(&format!("other.{n}")).to_owned(),
        });
    }
    rows
}

/// What each clause replaces by the form: ticked ids, and labels of others apart by blanks.
fn chosen(req: &Req, editing: &Editing) -> Result<Vec<Vec<ClauseId>>, Vec<Fault>> {
    let fields: HashMap<&str, Vec<&str>> = req.form.pairs().fold(HashMap::new(), |mut all, (name, value)| {
        all.entry(name).or_default().push(value);
        all
    });
    let old = editing.before.as_ref().map(|b| b.clauses.as_slice()).unwrap_or_default();
    let by_name: HashMap<String, ClauseId> = old.iter().rev().map(|c| (name(c), c.id)).collect();
    let mut faults = Vec::new();
    let mut out = Vec::new();
    for n in 1..=editing.draft.clauses.len() {
        let ticked = fields.get(format!("replaces.{n}").as_str()).into_iter().flatten();
        let mut ids: Vec<ClauseId> = ticked.filter_map(|id| id.parse().ok()).collect();
        let field = format!("other.{n}");
        for word in fields.get(field.as_str()).into_iter().flatten().flat_map(|text| text.split_whitespace()) {
            match by_name.get(word) {
                Some(id) => ids.push(*id),
                None => faults.push(Fault::of(field.clone(), "document_no_such_label").with("label", word)),
            }
        }
        out.push(ids);
    }
    if faults.is_empty() { Ok(out) } else { Err(faults) }
}

pub(super) async fn save(req: Req, Path(text): Path<String>) -> Answer {
    let id = id(&text)?;
    let open = editing(&req.cx, id).await?;
    let stored: Vec<Vec<ClauseId>> = open.draft.clauses.iter().map(|c| c.replaces.clone()).collect();
    let saved = match (chosen(&req, &open), version(&req)) {
        (Ok(chosen), Ok(version)) => {
            let clauses = open.draft.clauses.iter().zip(&chosen);
            let clauses =
                clauses.map(|(c, replaces)| crate::ClauseDraft { replaces: replaces.clone(), ..c.clone() }).collect();
            let draft = Draft { clauses, ..open.draft.clone() };
            edit::edit(&req.cx, &req.once(), id, version, draft).await
        }
        (Err(faults), _) => Err(faults.into()),
        (_, Err(fault)) => Err(fault.into()),
    };
    match saved {
        Ok(_) => Ok(redirect_with(&format!("/documents/{id}/draft"), "document_saved", 0)),
        Err(error) => {
            let refusal = Refusal::of(error, &req.w)?;
            let again = chosen(&req, &open).unwrap_or(stored);
            render(&req, refusal.status, &open, &again, &FormView::again(&req.form), Some(refusal))
        }
    }
}
