//! Recipients' own values from a sheet: tried first, every problem with its row, kept only when all of it fits.

use askama::Template;
use axum::{extract::Path, http::StatusCode};
use cx::AppError;
use kernel::{Fault, Faults};
use kit::{Answer, FormView, Lang, Req, Shell, W, redirect_with};

use crate::actions::draft::{Written, written};
use crate::actions::values::{ValuesReport, set_values};
use crate::sheet;

#[derive(Template)]
#[template(path = "pages/values.html")]
struct Page {
    s: Shell,
    w: W,
    title: String,
    here: String,
    version: i64,
    form: FormView,
    targets: Vec<(i64, String, String)>,
    kept: String,
    /// What the tried sheet came to.
    tried: Option<Tried>,
}

struct Tried {
    sentence: String,
    fine: bool,
    problems: Vec<(u32, String, String)>,
}

async fn loaded(req: &Req, id: &str) -> Result<Written, AppError> {
    let found = written(&req.cx, id.parse().map_err(|_| AppError::NotFound)?).await?;
    found.row.stage.edit()?;
    Ok(found)
}

/// GET.
pub(super) async fn show(req: Req, Path(id): Path<String>) -> Answer {
    let found = loaded(&req, &id).await?;
    page(&req, &found, StatusCode::OK, &Faults::new(), None)
}

fn page(req: &Req, found: &Written, status: StatusCode, faults: &Faults, tried: Option<Tried>) -> Answer {
    let w = req.w;
    let target = |(n, t): (i64, &crate::rules::TargetDraft)| (n, t.text.clone(), t.value.clone());
    let page = Page {
        s: req.shell(),
        w,
        title: w.f("target.values.title", &[("title", &found.row.title)]),
        here: format!("/letters/issues/{}", found.row.id),
        version: found.row.version,
        form: FormView::again(&req.form).refused(faults, &w),
        targets: (1_i64..).zip(&found.draft.targets).map(target).collect(),
        kept: if found.values > 0 { w.n("target.editor.values_n", found.values) } else { String::new() },
        tried,
    };
    req.render_as(status, &page)
}

/// POST: tries the file, or keeps it.
pub(super) async fn send(req: Req, Path(id): Path<String>) -> Answer {
    let found = loaded(&req, &id).await?;
    let version = req.form.get("version").parse().unwrap_or(0);
    let keep = req.form.get("do") == "keep";
    let Some(file) = req.form.files.first() else {
        let faults = vec![Fault::of("file", "target_no_file")];
        return page(&req, &found, StatusCode::UNPROCESSABLE_ENTITY, &faults, None);
    };
    let rows = match sheet::read(file.bytes.to_vec()) {
        Ok(rows) => rows,
        Err(fault) => {
            let why = if req.w.lang == Lang::En { fault.message_en() } else { fault.message_zh() };
            let faults = vec![Fault::of("file", "target_file").with("why", why)];
            return page(&req, &found, StatusCode::UNPROCESSABLE_ENTITY, &faults, None);
        }
    };
    match set_values(&req.cx, &req.once(), (found.row.id, version), rows, !keep).await {
        Ok(report) if report.written => {
            Ok(redirect_with(&format!("/letters/issues/{id}/edit"), "target_values", report.accepted))
        }
        Ok(report) => {
            let status = if report.refused > 0 { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
            page(&req, &found, status, &Faults::new(), Some(tried(&req.w, &report)))
        }
        Err(AppError::Invalid(faults)) => page(&req, &found, StatusCode::UNPROCESSABLE_ENTITY, &faults, None),
        Err(other) => Err(other.into()),
    }
}

fn tried(w: &W, report: &ValuesReport) -> Tried {
    let values: [(&str, &dyn std::fmt::Display); 3] =
        [("accepted", &report.accepted), ("recipients", &report.recipients), ("refused", &report.refused)];
    let problem = |p: &crate::actions::values::BadRow| {
        let fault = VALUE_FAULTS.iter().find(|code| **code == p.code).copied().unwrap_or("target_value_org");
        let column = w.t(&format!("target.values.{}", p.column)).to_owned();
        (p.row, column, w.fault(&Fault::new(fault).with("value", &p.value)))
    };
    Tried {
        sentence: w.f("target.values.tried", &values),
        fine: report.refused == 0 && report.accepted > 0,
        problems: report.problems.iter().map(problem).collect(),
    }
}

/// The faults that a row of the sheet may have.
const VALUE_FAULTS: [&str; 6] = [
    "target_value_org",
    "target_value_ambiguous",
    "target_value_seq",
    "target_value_empty",
    "target_value_long",
    "target_value_twice",
];
