//! The pages of plans.

mod form;
mod milestone;
mod plan;
mod plans;

pub(crate) use plans::year;

use cx::{AppError, Difference};
use kernel::{Fault, Faults};
use kit::{Policy, Req, Routes, W};

use crate::{
    access::{READ, REPORT, WRITE},
    rules::{Judgement, Measure, Period, Report, Sense, Standing, number},
};

/// The pages and what their forms send.
pub(crate) fn routes() -> Routes {
    let (read, write) = (Policy::May(&READ), Policy::May(&WRITE));
    Routes::new()
        .get("/plans", read, plans::page)
        .post("/plans", write, plans::open)
        .get("/plans/{id}", read, plan::page)
        .get("/plans/{id}/new", write, form::new_page)
        .post("/plans/{id}/new", write, form::add)
        .get("/milestones/{id}", read, milestone::page)
        .get("/milestones/{id}/change", write, form::change_page)
        .post("/milestones/{id}/change", write, form::change)
        .post("/milestones/{id}/withdraw", write, milestone::withdraw)
        .post("/milestones/{id}/report", Policy::May(&REPORT), milestone::report)
}

/// A word and a class of the style sheet.
#[derive(Debug, Clone)]
struct Chip {
    class: &'static str,
    word: &'static str,
}

impl Chip {
    fn of(standing: Option<Standing>, w: &W) -> Self {
        match standing {
            Some(s) => Self { class: class(s), word: w.t(&format!("plan.standing.{}", s.code())) },
            None => Self { class: "st-withdrawn", word: w.t("plan.standing.hidden") },
        }
    }
}

const fn class(standing: Standing) -> &'static str {
    match standing {
        Standing::Reached => "st-closed",
        Standing::Behind => "st-returned",
        Standing::Unknown => "st-missing",
    }
}

/// A choice of a list.
#[derive(Debug, Clone)]
struct Choice {
    value: String,
    label: String,
    on: bool,
}

/// A measure in words: what is counted, sign, value, unit.
fn measure(measure: &Measure, w: &W) -> String {
    match measure {
        Measure::Judgement => w.t("plan.measure.judgement").to_owned(),
        Measure::Number { counted, unit, sense, value } => {
            let sign = if *sense == Sense::AtLeast { "≥" } else { "≤" };
            format!("{counted} {sign} {} {unit}", number::show(*value)).trim_end().to_owned()
        }
    }
}

/// A period in words.
fn period(period: Period, w: &W) -> String {
    match period.quarter {
        0 => w.f("plan.period.year", &[("year", &period.year)]),
        quarter => w.f("plan.period.quarter", &[("year", &period.year), ("quarter", &quarter)]),
    }
}

/// What a report says in words; empty if nothing is known.
fn figure(report: &Report, of: &Measure, w: &W) -> String {
    match (report.value, report.judgement, of) {
        (Some(value), _, Measure::Number { unit, .. }) => {
            format!("{} {unit}", number::show(value)).trim_end().to_owned()
        }
        (Some(value), _, Measure::Judgement) => number::show(value),
        (None, Some(judgement), _) => judged(judgement, w).to_owned(),
        (None, None, _) => String::new(),
    }
}

fn judged(judgement: Judgement, w: &W) -> &'static str {
    w.t(&format!("plan.judgement.{}", judgement.code()))
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
                let unknown = (w.t("plan.field.changed"), String::new(), String::new());
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
