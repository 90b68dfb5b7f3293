//! The pages of documents.

mod about;
mod clause;
mod compare;
mod editor;
mod force;
mod framework;
mod idle;
mod list;
mod new;
mod pick;
mod replaces;
mod search;
mod show;

pub(crate) use list::query;
pub(crate) use new::{about_of, source_of};
pub use pick::{Picker, picked};
pub(crate) use search::wanted as wanted_search;
pub(crate) use show::wanted as wanted_version;

use cx::{AppError, Difference};
use kernel::{Day, DocumentId, Fault, Faults};
use kit::{Policy, Req, Routes, W};

use crate::{
    access::{END, PUBLISH, READ, WRITE},
    actions::list::State,
};

/// The pages and what their forms send.
pub(crate) fn routes() -> Routes {
    let (read, write) = (Policy::May(&READ), Policy::May(&WRITE));
    Routes::new()
        .get("/documents", read, list::page)
        .get("/documents/new", write, new::page)
        .post("/documents/new", write, new::enter)
        .get("/documents/search", read, search::page)
        .get("/documents/framework", read, framework::page)
        .get("/documents/procedures", read, framework::procedures)
        .get("/documents/{id}", read, show::page)
        .get("/documents/{id}/file/{seq}", read, show::file)
        .get("/documents/{id}/compare", read, compare::page)
        .get("/documents/{id}/draft", write, editor::page)
        .post("/documents/{id}/draft", write, editor::save)
        .get("/documents/{id}/revise", write, new::revise_page)
        .post("/documents/{id}/revise", write, new::revise)
        .get("/documents/{id}/replaces", write, replaces::page)
        .post("/documents/{id}/replaces", write, replaces::save)
        .get("/documents/{id}/about", write, about::page)
        .post("/documents/{id}/about", write, about::save)
        .get("/documents/{id}/publish", Policy::May(&PUBLISH), force::page)
        .post("/documents/{id}/publish", Policy::May(&PUBLISH), force::publish)
        .post("/documents/{id}/discard", write, force::discard)
        .get("/documents/{id}/end", Policy::May(&END), force::end_page)
        .post("/documents/{id}/end", Policy::May(&END), force::end)
        .get("/clauses/idle", read, idle::page)
        .get("/clauses/pick", read, pick::part)
        .get("/clauses/{id}", read, clause::page)
}

/// A word and a class of the style sheet.
#[derive(Debug, Clone)]
pub(crate) struct Chip {
    pub(crate) class: &'static str,
    pub(crate) word: &'static str,
}

impl Chip {
    fn of(state: State, w: &W) -> Self {
        let class = match state {
            State::Draft => "st-issued",
            State::Coming => "st-reported",
            State::InForce => "st-closed",
            State::Ended => "st-withdrawn",
        };
        Self { class, word: w.t(&format!("document.state.{}", state.code())) }
    }
}

/// An address and what is written on it.
#[derive(Debug, Clone)]
struct Link {
    href: String,
    label: String,
}

/// A choice of a list.
#[derive(Debug, Clone)]
struct Choice {
    value: String,
    label: String,
    on: bool,
}

/// The document that an address names.
fn id(text: &str) -> Result<DocumentId, AppError> {
    text.parse().map_err(|_| AppError::NotFound)
}

/// From when to when, in words; empty for a draft.
fn days(from: Option<Day>, to: Option<Day>, w: &W) -> String {
    match (from, to) {
        (None, _) => String::new(),
        (Some(from), Some(to)) if to != Day::FOREVER => w.f("document.days.closed", &[("from", &from), ("to", &to)]),
        (Some(from), _) => w.f("document.days.open", &[("from", &from)]),
    }
}

/// The version of the row that a form carries.
fn version(req: &Req) -> Result<i64, Fault> {
    req.form.parsed("version", "not_a_number")
}

/// What is shown of a refusal: status, faults, differences; other failures go on.
struct Refusal {
    status: axum::http::StatusCode,
    faults: Faults,
    differences: Vec<(&'static str, String, String)>,
}

impl Refusal {
    fn of(error: AppError, w: &W) -> Result<Self, AppError> {
        use axum::http::StatusCode;
        let shown = |d: Difference| (w.t(d.field), w.value(&d.mine), w.value(&d.theirs));
        match error {
            AppError::Invalid(faults) => {
                Ok(Self { status: StatusCode::UNPROCESSABLE_ENTITY, faults, differences: Vec::new() })
            }
            AppError::Conflict(found) if found.is_empty() => {
                let unknown = (w.t("document.field.changed"), String::new(), String::new());
                Ok(Self { status: StatusCode::CONFLICT, faults: Faults::new(), differences: vec![unknown] })
            }
            AppError::Conflict(found) => Ok(Self {
                status: StatusCode::CONFLICT,
                faults: Faults::new(),
                differences: found.into_iter().map(shown).collect(),
            }),
            other => Err(other),
        }
    }
}
