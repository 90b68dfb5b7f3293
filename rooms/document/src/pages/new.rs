//! Entering a document, and beginning a new version of one: what is said about it, and its text pasted or uploaded.

use askama::Template;
use axum::{extract::Path, http::StatusCode};
use cx::AppError;
use kernel::{Fault, Faults};
use kit::{Answer, Form, FormView, Req, Shell, W, redirect_with};

use super::{Choice, Refusal, id, list::kinds, version};
use crate::{
    actions::{
        enter,
        list::{Query, documents},
        open::{Opened, open_today},
        revise,
        source::Source,
    },
    rules::{About, Kind, Slot},
};

#[derive(Template)]
#[template(path = "pages/new.html")]
struct NewPage {
    s: Shell,
    w: W,
    f: FormView,
    differences: Vec<(&'static str, String, String)>,
    kinds: Vec<Choice>,
    slots: Vec<Choice>,
    domains: Vec<Choice>,
    may_enter: bool,
}

/// What a form says about a document.
///
/// # Errors
/// Fields that are no choice.
pub(crate) fn about_of(form: &Form) -> Result<About, AppError> {
    let mut faults = Faults::new();
    let kind = Kind::of_code(form.get("kind"));
    let slot = form.opt("framework").map(Slot::of_code);
    if kind.is_none() {
        faults.push(Fault::of("kind", if form.get("kind").is_empty() { "required" } else { "not_a_choice" }));
    }
    if slot == Some(None) {
        faults.push(Fault::of("framework", "not_a_choice"));
    }
    let kind = kind.ok_or(faults.clone());
    let (Ok(kind), true) = (kind, faults.is_empty()) else { return Err(faults.into()) };
    Ok(About {
        kind,
        framework: slot.flatten(),
        domain: form.get("domain").to_owned(),
        demands_work: form.ticked("demands_work"),
        title: form.get("title").to_owned(),
        number: form.get("number").to_owned(),
    })
}

/// The text that a form brings: a file before a pasted one; none if it brings neither.
pub(crate) fn source_of(form: &Form) -> Option<Source> {
    if let Some(file) = form.files.iter().find(|f| f.field == "file") {
        return Some(Source::File { name: file.name.clone(), bytes: file.bytes.to_vec() });
    }
    form.opt("text").map(|text| Source::Text(text.to_owned()))
}

/// Places of the framework, domains: with what a form holds chosen.
pub(super) fn slots(f: &FormView, w: &W) -> Vec<Choice> {
    let choice = |slot: Slot| Choice {
        value: slot.code().to_owned(),
        label: w.t(&format!("document.slot.{}", slot.code())).to_owned(),
        on: f.holds("framework", slot.code()),
    };
    Slot::ALL.into_iter().map(choice).collect()
}

pub(super) fn domains(f: &FormView, w: &W) -> Vec<Choice> {
    let choice = |code: &str| Choice {
        value: code.to_owned(),
        label: w.t(&format!("document.domain.{code}")).to_owned(),
        on: f.holds("domain", code),
    };
    org::rules::DOMAINS.into_iter().map(choice).collect()
}

pub(super) async fn page(req: Req) -> Answer {
    let begun = ["kind", "framework", "domain"].map(|field| (field, req.query.get(field)));
    let f = FormView::of(&begun);
    render(&req, StatusCode::OK, f, Vec::new()).await
}

async fn render(
    req: &Req,
    status: StatusCode,
    f: FormView,
    differences: Vec<(&'static str, String, String)>,
) -> Answer {
    let w = req.w;
    let may_enter = documents(&req.cx, Query::default(), kernel::Page::new(None, Some(1))).await?.may_enter;
    let page = NewPage {
        s: req.shell(),
        kinds: kinds(Kind::of_code(f.value("kind")), &w),
        slots: slots(&f, &w),
        domains: domains(&f, &w),
        w,
        f,
        differences,
        may_enter,
    };
    req.render_as(status, &page)
}

pub(super) async fn enter(req: Req) -> Answer {
    let source = source_of(&req.form).unwrap_or_else(|| Source::Text(String::new()));
    let entered = match about_of(&req.form) {
        Ok(about) => enter::enter(&req.cx, &req.once(), about, source).await,
        Err(error) => Err(error),
    };
    match entered {
        Ok(id) => Ok(redirect_with(&format!("/documents/{id}/draft?draft=document-new"), "document_entered", 0)),
        Err(error) => {
            let refusal = Refusal::of(error, &req.w)?;
            let f = FormView::again(&req.form).refused(&refusal.faults, &req.w);
            render(&req, refusal.status, f, refusal.differences).await
        }
    }
}

#[derive(Template)]
#[template(path = "pages/revise.html")]
struct RevisePage {
    s: Shell,
    w: W,
    f: FormView,
    differences: Vec<(&'static str, String, String)>,
    here: String,
    title: String,
    version: i64,
}

pub(super) async fn revise_page(req: Req, Path(text): Path<String>) -> Answer {
    let opened = open_today(&req.cx, id(&text)?).await?;
    revise_again(&req, StatusCode::OK, &opened, FormView::of(&[("how", "copy")]), Vec::new())
}

fn revise_again(
    req: &Req,
    status: StatusCode,
    opened: &Opened,
    f: FormView,
    differences: Vec<(&'static str, String, String)>,
) -> Answer {
    if !opened.rights.write {
        return Err(AppError::Forbidden("document.write").into());
    }
    let document = &opened.reading.document;
    let page = RevisePage {
        s: req.shell(),
        w: req.w,
        f,
        differences,
        here: format!("/documents/{}", document.id),
        title: opened.reading.version.title.clone(),
        version: document.version,
    };
    req.render_as(status, &page)
}

pub(super) async fn revise(req: Req, Path(text): Path<String>) -> Answer {
    let id = id(&text)?;
    let source = match req.form.get("how") {
        "copy" => Ok(None),
        "text" => source_of(&req.form).map(Some).ok_or_else(|| Fault::of("text", "required")),
        _ => Err(Fault::of("how", "not_a_choice")),
    };
    let begun = match (source, version(&req)) {
        (Ok(source), Ok(version)) => revise::revise(&req.cx, &req.once(), id, version, source).await,
        (Err(fault), _) | (_, Err(fault)) => Err(fault.into()),
    };
    match begun {
        Ok(seq) => {
            Ok(redirect_with(&format!("/documents/{id}/draft?draft=document-revise-{id}"), "document_revised", seq))
        }
        Err(error) => {
            let refusal = Refusal::of(error, &req.w)?;
            let opened = open_today(&req.cx, id).await?;
            let f = FormView::again(&req.form).refused(&refusal.faults, &req.w);
            revise_again(&req, refusal.status, &opened, f, refusal.differences)
        }
    }
}
