//! The lines of one letter as a form: for a revision of a letter in force, and for the answer to an objection.

use askama::Template;
use axum::{extract::Path, http::StatusCode};
use cx::AppError;
use kernel::{Fault, Faults};
use kit::{Answer, FormView, Req, Shell, W, redirect_with};

use super::view;
use crate::actions::object::answer as give_answer;
use crate::actions::revise::{Revision, revise as propose};
use crate::actions::show::{LetterDetail, letter};
use crate::actions::{Key, Seen};
use crate::rules::draft::{WHOLE, read_tenths, tenths};
use crate::rules::{Kind, Line, TargetDraft};

#[derive(Template)]
#[template(path = "pages/revise.html")]
struct Page {
    s: Shell,
    w: W,
    title: String,
    sub: &'static str,
    here: String,
    action: String,
    rev: i64,
    version: i64,
    objection: String,
    form: FormView,
    rows: Vec<Row>,
    sum: String,
    right: bool,
    may_add: bool,
    send: &'static str,
    reason_label: &'static str,
}

struct Row {
    id: String,
    text: String,
    value: String,
    weight: String,
    drop: bool,
    value_error: String,
    weight_error: String,
}

/// Which of the two forms.
#[derive(Clone, Copy, PartialEq, Eq)]
enum What {
    Revision,
    Answer,
}

async fn loaded(req: &Req, key: Key, what: What) -> Result<LetterDetail, AppError> {
    let d = letter(&req.cx, key, None).await?;
    let may = if what == What::Revision { d.can.revise } else { d.can.answer };
    if may {
        Ok(d)
    } else {
        Err(Fault::new(if what == What::Revision { "target_not_in_force" } else { "target_no_objection" }).into())
    }
}

/// GET of the revision.
pub(super) async fn form(req: Req, Path(path): Path<(String, String)>) -> Answer {
    let d = loaded(&req, view::key(&path)?, What::Revision).await?;
    page(&req, &d, What::Revision, StatusCode::OK, &Faults::new())
}

/// GET of the answer.
pub(super) async fn answer_form(req: Req, Path(path): Path<(String, String)>) -> Answer {
    let d = loaded(&req, view::key(&path)?, What::Answer).await?;
    page(&req, &d, What::Answer, StatusCode::OK, &Faults::new())
}

fn page(req: &Req, d: &LetterDetail, what: What, status: StatusCode, faults: &Faults) -> Answer {
    let w = req.w;
    let form = FormView::again(&req.form).refused(faults, &w);
    let typed = !req.form.get("rev").is_empty();
    let rows: Vec<Row> = d.lines.iter().map(|l| row(d, l, &form, typed)).collect();
    let added = read_tenths(form.value("add_weight")).unwrap_or(0);
    let sum = rows.iter().filter(|r| !r.drop).filter_map(|r| read_tenths(&r.weight)).sum::<i64>() + added;
    let here = view::href(Key { org: d.row.org, issue: d.row.issue });
    let last = d.steps.iter().rfind(|s| s.kind.code() == "objected" && s.rev == d.row.rev);
    let revision = what == What::Revision;
    let page = Page {
        s: req.shell(),
        w,
        title: w.f(
            if revision { "target.revise.title" } else { "target.answer.title" },
            &[("org", &d.letter.recipient.name)],
        ),
        sub: w.t(if revision { "target.revise.sub" } else { "target.answer.sub" }),
        action: format!("{here}/{}", if revision { "revise" } else { "answer" }),
        rev: d.row.rev,
        version: d.row.version,
        objection: last.filter(|_| !revision).map(|s| s.reason.clone()).unwrap_or_default(),
        sum: tenths(sum),
        right: sum == WHOLE,
        may_add: revision,
        send: w.t(if revision { "target.revise.send" } else { "target.answer.send" }),
        reason_label: w.t(if revision { "target.act.reason" } else { "target.answer.text" }),
        here,
        form,
        rows,
    };
    req.render_as(status, &page)
}

fn row(d: &LetterDetail, line: &Line, form: &FormView, typed: bool) -> Row {
    let id = line.target.to_string();
    let text = d.targets.iter().find(|t| t.id == line.target).map(|t| t.text.clone()).unwrap_or_default();
    let (value, weight) = (format!("value.{id}"), format!("weight.{id}"));
    Row {
        text,
        value: if typed { form.value(&value).to_owned() } else { line.value.clone() },
        weight: if typed { form.value(&weight).to_owned() } else { tenths(line.weight) },
        drop: form.holds("drop", &id),
        value_error: form.error(&value).to_owned(),
        weight_error: form.error(&weight).to_owned(),
        id,
    }
}

/// The lines that were typed; a weight that cannot be read is a fault of its field.
fn lines(req: &Req, d: &LetterDetail) -> Result<Vec<Line>, Faults> {
    let (mut out, mut faults) = (Vec::new(), Vec::new());
    for line in &d.lines {
        let id = line.target.to_string();
        if req.form.all("drop").any(|dropped| dropped == id) {
            continue;
        }
        match read_tenths(req.form.get(&format!("weight.{id}"))) {
            Some(weight) => {
                let value = req.form.get(&format!("value.{id}")).to_owned();
                out.push(Line { target: line.target, value, weight });
            }
            None => faults.push(Fault::of(format!("weight.{id}"), "target_weight_none")),
        }
    }
    if faults.is_empty() { Ok(out) } else { Err(faults) }
}

/// The target that is added, if one is typed.
fn added(req: &Req) -> Result<Vec<TargetDraft>, Faults> {
    let text = req.form.get("add_text");
    if text.is_empty() {
        return Ok(Vec::new());
    }
    let weight = read_tenths(req.form.get("add_weight"));
    let weight = weight.ok_or_else(|| vec![Fault::of("add_weight", "target_weight_none")])?;
    let value = req.form.get("add_value").to_owned();
    Ok(vec![TargetDraft { text: text.to_owned(), value, weight, kind: Kind::Judgement, ..TargetDraft::default() }])
}

/// POST of the revision.
pub(super) async fn revise(req: Req, Path(path): Path<(String, String)>) -> Answer {
    let key = view::key(&path)?;
    let d = loaded(&req, key, What::Revision).await?;
    let (lines, added) = match (lines(&req, &d), added(&req)) {
        (Ok(lines), Ok(added)) => (lines, added),
        (Err(faults), _) | (_, Err(faults)) => {
            return page(&req, &d, What::Revision, StatusCode::UNPROCESSABLE_ENTITY, &faults);
        }
    };
    let base = req.form.get("rev").parse().unwrap_or(0);
    let what = Revision { key, base, lines, added, reason: req.form.get("reason").to_owned() };
    match propose(&req.cx, &req.once(), what).await {
        Ok(_) => Ok(redirect_with(&view::href(key), "target_revised", 1)),
        Err(AppError::Invalid(faults)) => page(&req, &d, What::Revision, StatusCode::UNPROCESSABLE_ENTITY, &faults),
        Err(other) => Err(other.into()),
    }
}

/// POST of the answer.
pub(super) async fn answer(req: Req, Path(path): Path<(String, String)>) -> Answer {
    let key = view::key(&path)?;
    let d = loaded(&req, key, What::Answer).await?;
    let lines = match lines(&req, &d) {
        Ok(lines) => lines,
        Err(faults) => return page(&req, &d, What::Answer, StatusCode::UNPROCESSABLE_ENTITY, &faults),
    };
    let seen: Seen = view::seen(&req, key);
    match give_answer(&req.cx, &req.once(), seen, req.form.get("reason").to_owned(), Some(lines)).await {
        Ok(()) => Ok(redirect_with(&view::href(key), "target_answered", 1)),
        Err(AppError::Invalid(faults)) => page(&req, &d, What::Answer, StatusCode::UNPROCESSABLE_ENTITY, &faults),
        Err(other) => Err(other.into()),
    }
}
