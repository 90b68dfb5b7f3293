//! What one's own organisation writes and issues: drafts, issues of a year, templates; and how a new one begins.

use askama::Template;
use axum::http::StatusCode;
use cx::AppError;
use kernel::{Fault, Faults, text::thousands};
use kit::{Answer, FormView, Req, Shell, W, redirect};

use super::view::{self, Chip, Opt};
use crate::access::WRITE;
use crate::actions::IssueRow;
use crate::actions::above::buildable;
use crate::actions::draft::{Source, begin as begin_draft, issues};
use crate::rules::{Stage, Upper};

#[derive(Template)]
#[template(path = "pages/issues.html")]
struct Page {
    s: Shell,
    w: W,
    title: String,
    year: i64,
    years: Vec<Opt>,
    may_write: bool,
    rows: Vec<Row>,
    templates: Vec<Row>,
    sources: Vec<Opt>,
    form: FormView,
}

struct Row {
    href: String,
    title: String,
    number: String,
    chip: Chip,
    letters: String,
    at: String,
}

/// GET.
pub(super) async fn index(req: Req) -> Answer {
    let form = FormView::of(&[("title", req.w.t("target.issues.default_title"))]);
    page(&req, view::year(&req), form, StatusCode::OK).await
}

async fn page(req: &Req, year: i64, form: FormView, status: StatusCode) -> Answer {
    let (rows, templates) = issues(&req.cx, year).await?;
    let w = req.w;
    let title = title(&w, year, &rows);
    let seat = &req.cx.actor().seat;
    // Who has nobody below has nobody to give letters to.
    let may_write = WRITE.is_for(seat.role) && seat.leads;
    let page = Page {
        s: req.shell(),
        w,
        title,
        year,
        years: view::years(year),
        may_write,
        sources: if may_write { sources(req, year, &templates).await? } else { Vec::new() },
        rows: rows.iter().map(|r| row(req, r)).collect(),
        templates: templates.iter().map(|r| row(req, r)).collect(),
        form,
    };
    req.render_as(status, &page)
}

fn title(w: &W, year: i64, rows: &[IssueRow]) -> String {
    let issued = rows.iter().filter(|r| r.stage == Stage::Issued);
    let letters: i64 = issued.clone().map(|r| r.letters).sum();
    w.f("target.issues.title", &[("year", &year), ("n", &issued.count()), ("letters", &thousands(letters))])
}

fn row(req: &Req, row: &IssueRow) -> Row {
    let (class, key) = match row.stage {
        Stage::Draft => ("st-issued", "target.stage.draft"),
        Stage::Template => ("st-withdrawn", "target.stage.template"),
        Stage::Issued => ("st-closed", "target.stage.issued"),
    };
    let at = row.issued_at.unwrap_or(row.written_at);
    Row {
        href: format!("/letters/issues/{}{}", row.id, if row.stage == Stage::Issued { "" } else { "/edit" }),
        title: row.title.clone(),
        number: row.number.clone(),
        chip: Chip { class, word: req.w.t(key) },
        letters: if row.stage == Stage::Issued { thousands(row.letters) } else { "—".to_owned() },
        at: at.day(&req.cx.house().zone).to_string(),
    }
}

/// From what a new draft may begin.
async fn sources(req: &Req, year: i64, templates: &[IssueRow]) -> Result<Vec<Opt>, AppError> {
    let w = &req.w;
    let wanted = req.query.get("above");
    let mut out = Vec::new();
    for above in buildable(&req.cx, year).await? {
        let value = format!("above.{}.{}", above.letter.issuer, above.letter.issue);
        let label = w.f("target.issues.from_above", &[("title", &above.issue.title), ("number", &above.issue.number)]);
        let on = wanted.is_empty() || value.ends_with(wanted);
        out.push(Opt::new(&value, &label, on && out.iter().all(|o: &Opt| !o.on)));
    }
    for template in templates {
        let label = w.f("target.issues.from_template", &[("title", &template.title)]);
        out.push(Opt::new(&format!("template.{}", template.id), &label, false));
    }
    out.push(Opt::new("last", w.t("target.issues.from_last"), false));
    let none = out.iter().all(|o| !o.on);
    out.push(Opt::new("blank", w.t("target.issues.from_blank"), none));
    Ok(out)
}

/// The source that a form names.
fn source(text: &str) -> Option<Source> {
    let mut parts = text.split('.');
    let kind = parts.next()?;
    let mut id = || parts.next().and_then(|p| p.parse::<i64>().ok());
    Some(match kind {
        "blank" => Source::Blank,
        "last" => Source::LastYear,
        "template" => Source::Template(kernel::Id::new(id()?)),
        "above" => Source::Above(Upper { org: kernel::Id::new(id()?), issue: kernel::Id::new(id()?) }),
        _ => return None,
    })
}

/// POST: a new draft, and on to its editor.
pub(super) async fn begin(req: Req) -> Answer {
    let year = view::year_in(&req, &req.form);
    let done = match source(req.form.get("source")) {
        Some(source) => begin_draft(&req.cx, &req.once(), year, req.form.get("title").to_owned(), source).await,
        None => Err(Fault::of("source", "not_a_choice").into()),
    };
    match done {
        Ok(id) => Ok(redirect(&format!("/letters/issues/{id}/edit"))),
        Err(AppError::Invalid(faults)) => refused(&req, year, &faults).await,
        Err(other) => Err(other.into()),
    }
}

async fn refused(req: &Req, year: i64, faults: &Faults) -> Answer {
    let form = FormView::again(&req.form).refused(faults, &req.w);
    page(req, year, form, StatusCode::UNPROCESSABLE_ENTITY).await
}
