//! Importing a sheet in the browser: chosen, tried without writing, its problems told cell by cell, then accepted.

use std::sync::Arc;

use askama::Template;
use axum::http::StatusCode;
use cx::AppError;
use kernel::{Day, Fault, Faults, text::thousands};
use kit::{Answer, FormView, Lang, Req, Shell, W, redirect_with};

use crate::{
    actions::import::may_import,
    sheet::{How, ImportReport, Problem, Sheet, import_sheet},
};

/// Problems shown on the page; the count tells the rest.
const SHOWN: usize = 200;

/// A problem as the page shows it.
struct Line {
    row: String,
    column: String,
    value: String,
    sentence: String,
}

/// What trying the sheet came to.
struct Tried {
    headline: String,
    lines: Vec<Line>,
    more: String,
    /// The kept sheet, by the hash of its content.
    kept: String,
    refused: bool,
    /// Whether accepting it would write anything.
    writes: bool,
    accept: String,
}

#[derive(Template)]
#[template(path = "pages/import.html")]
struct ImportPage {
    s: Shell,
    w: W,
    f: FormView,
    tried: Option<Tried>,
}

/// GET: the form.
pub(super) async fn open(req: Req) -> Answer {
    may_import(&req.cx).await?;
    let today = req.cx.house().today().to_string();
    req.render(&ImportPage { s: req.shell(), w: req.w, f: FormView::of(&[("as_of", &today)]), tried: None })
}

/// POST: tries a sheet, or accepts one that was tried.
pub(super) async fn send(req: Req) -> Answer {
    may_import(&req.cx).await?;
    let how = match how(&req) {
        Ok(how) => how,
        Err(fault) => return again(&req, &vec![fault]),
    };
    let (bytes, kept) = match sheet(&req)? {
        Ok(found) => found,
        Err(fault) => return again(&req, &vec![fault]),
    };
    let dry_run = how.dry_run;
    let done = match import_sheet(&req.cx, Sheet::Upload(bytes, req.form.get("name").to_owned()), how).await {
        Ok(done) => done,
        Err(AppError::Invalid(faults)) => return again(&req, &faults),
        Err(other) => return Err(other.into()),
    };
    if !dry_run && (done.written || done.refused_total == 0) {
        let n = i64::try_from(done.accepted).unwrap_or(i64::MAX);
        return Ok(redirect_with("/orgs", "org_imported", n));
    }
    let status = if done.refused_total == 0 { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let tried = Some(tried(&req.w, &done, kept));
    req.render_as(status, &ImportPage { s: req.shell(), w: req.w, f: FormView::again(&req.form), tried })
}

fn how(req: &Req) -> Result<How, Fault> {
    let accept = req.form.get("step") == "accept";
    let as_of: Option<Day> = req.form.opt("as_of").map(|_| req.form.parsed("as_of", "not_a_day")).transpose()?;
    Ok(How {
        columns: req.form.get("columns").chars().take(400).collect(),
        as_of,
        dry_run: !accept,
        skip_refused: accept && req.form.ticked("skip"),
    })
}

/// The bytes of a sheet and the name of its file.
type Upload = (Arc<[u8]>, String);

/// The sheet that was sent now, or the one that was kept when it was tried; and its hash.
fn sheet(req: &Req) -> Result<Result<Upload, Fault>, AppError> {
    let files = &req.cx.house().files;
    if let Some(sent) = req.form.files.iter().find(|f| f.field == "file") {
        let kept = files.put(&sent.bytes)?;
        return Ok(Ok((Arc::from(sent.bytes.as_ref()), kept)));
    }
    let kept = req.form.get("kept");
    Ok(match files.get(kept) {
        Some(bytes) => Ok((Arc::from(bytes), kept.to_owned())),
        None => Err(Fault::of("file", "required")),
    })
}

fn again(req: &Req, faults: &Faults) -> Answer {
    let f = FormView::again(&req.form).refused(faults, &req.w);
    req.render_as(StatusCode::UNPROCESSABLE_ENTITY, &ImportPage { s: req.shell(), w: req.w, f, tried: None })
}

fn tried(w: &W, done: &ImportReport, kept: String) -> Tried {
    let count = |n: usize| thousands(i64::try_from(n).unwrap_or(i64::MAX));
    let shown = done.refused.len().min(SHOWN);
    let more = done.refused_total - shown;
    let figures: [(&str, &dyn std::fmt::Display); 5] = [
        ("day", &done.as_of),
        ("added", &count(done.added)),
        ("changed", &count(done.changed)),
        ("unchanged", &count(done.unchanged)),
        ("refused", &count(done.refused_total)),
    ];
    // With refused rows nothing is planned yet: what the others would come to shows when they are accepted.
    let key = if done.refused_total == 0 { "org.import.headline" } else { "org.import.headline_refused" };
    Tried {
        headline: w.f(key, &figures),
        lines: done.refused.iter().take(SHOWN).map(|p| line(w, p)).collect(),
        more: if more > 0 { w.n("org.import.more", count(more)) } else { String::new() },
        kept,
        refused: done.refused_total > 0,
        writes: done.accepted > 0 || done.refused_total > 0,
        accept: w.t(if done.refused_total > 0 { "org.import.accept_others" } else { "org.import.accept" }).to_owned(),
    }
}

fn line(w: &W, problem: &Problem) -> Line {
    let sentence = if w.lang == Lang::Zh { &problem.message_zh } else { &problem.message_en };
    Line {
        row: problem.row.map(|r| r.to_string()).unwrap_or_default(),
        column: problem.column.clone(),
        value: problem.value.clone(),
        sentence: sentence.clone(),
    }
}
