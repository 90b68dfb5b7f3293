//! Batches: ordering, the page that shows how far one is, the file.

use askama::Template;
use axum::{
    body::Body,
    extract::Path,
    http::header,
    response::{IntoResponse, Response},
};
use cx::AppError;
use kernel::{Fault, OrgId, text::thousands};
use kit::{Answer, Policy, Req, Routes, Shell, W};
use tokio_util::io::ReaderStream;

use crate::{
    BatchId, BatchRow,
    access::PRINT,
    actions::{
        batch::{self, Plan},
        produce::Refused,
    },
    rules::{kind::Format, order::Of},
};

pub(super) fn routes() -> Routes {
    let may = Policy::May(&PRINT);
    Routes::new()
        .get("/papers/batches", may, list)
        .get("/papers/batches/new", may, new)
        .post("/papers/batches", may, order)
        .get("/papers/batches/{id}", may, page)
        .post("/papers/batches/{id}/cancel", may, cancel)
        .get("/papers/batches/{id}/file", may, file)
}

/// What an address or a body names; what cannot be printed in batches does not exist.
pub(crate) fn of(kind: &str, org: &str, id: &str) -> Result<Of, AppError> {
    let org: OrgId = org.parse().map_err(|_| AppError::NotFound)?;
    Of::read(kind, org, id).ok_or(AppError::NotFound)
}

/// A format, or a fault of its field.
pub(crate) fn format(code: &str) -> Result<Format, AppError> {
    Ok(Format::of_code(code).ok_or_else(|| Fault::of("format", "paper_format").with("value", code))?)
}

#[derive(Template)]
#[template(path = "pages/batch_new.html")]
struct NewPage {
    s: Shell,
    w: W,
    kind: &'static str,
    org: String,
    id: String,
    title: String,
    total: String,
    large: bool,
}

async fn new(req: Req) -> Answer {
    let of = of(req.query.get("kind"), req.query.get("org"), req.query.get("id"))?;
    let Plan { title, total } = batch::plan(&req.cx, of).await?;
    let w = req.w;
    let title = name(&w, of.kind().code(), &title);
    let (org, id, kind) = (of.org().to_string(), of.id(), of.kind().code());
    let total_text = w.f("paper.batch.total", &[("n", &thousands(total))]);
    req.render(&NewPage { s: req.shell(), w, kind, org, id, title, total: total_text, large: total > 200 })
}

async fn order(req: Req) -> Answer {
    let of = of(req.form.get("kind"), req.form.get("org"), req.form.get("id"))?;
    let id = batch::order(&req.cx, &req.once(), of, format(req.form.get("format"))?, req.base()).await?;
    Ok(kit::redirect(&format!("/papers/batches/{id}")))
}

async fn cancel(req: Req, Path(id): Path<String>) -> Answer {
    let id = parsed(&id)?;
    batch::cancel(&req.cx, &req.once(), id).await?;
    Ok(kit::redirect(&format!("/papers/batches/{id}")))
}

fn parsed(id: &str) -> Result<BatchId, AppError> {
    id.parse().map_err(|_| AppError::NotFound)
}

/// A batch as pages show it.
struct View {
    href: String,
    title: String,
    stage: &'static str,
    chip: &'static str,
    /// What else there is to say: how many, how large, why it failed.
    told: String,
    open: bool,
    done: bool,
    percent: i64,
    ordered: String,
    refused: Vec<(String, String)>,
}

impl View {
    fn of(row: &BatchRow, req: &Req) -> Self {
        let (w, zone) = (&req.w, &req.cx.house().zone);
        let (done, total) = (thousands(row.done), thousands(row.total));
        let told = match row.stage.as_str() {
            "failed" => w.t(&format!("paper.batch.why.{}", row.reason)).to_owned(),
            "done" => w.f("paper.batch.finished", &[("n", &done), ("size", &size(row.bytes))]),
            _ => w.f("paper.batch.progress", &[("n", &done), ("total", &total)]),
        };
        Self {
            href: format!("/papers/batches/{}", row.id),
            title: format!("{} · {}", name(w, &row.kind, &row.title), row.format.to_uppercase()),
            stage: w.t(&format!("paper.batch.stage.{}", row.stage)),
            chip: chip(&row.stage),
            told,
            open: row.is_open(),
            done: row.stage == "done",
            percent: (row.done * 100 / row.total.max(1)).min(100),
            ordered: row.ordered_at.minute(zone),
            refused: refused(row, w),
        }
    }
}

fn name(w: &W, kind: &str, title: &str) -> String {
    w.f("paper.batch.name", &[("kind", &w.t(&format!("paper.kind.{kind}"))), ("title", &title)])
}

fn chip(stage: &str) -> &'static str {
    match stage {
        "done" => "st-closed",
        "failed" => "st-refused",
        "cancelled" => "st-withdrawn",
        "working" => "st-signed",
        _ => "st-issued",
    }
}

/// Bytes in megabytes with one place, at least a tenth.
fn size(bytes: i64) -> String {
    let tenths = (bytes / 104_858).max(1);
    format!("{}.{} MB", thousands(tenths / 10), tenths % 10)
}

/// Whose papers could not be printed, and why.
fn refused(row: &BatchRow, w: &W) -> Vec<(String, String)> {
    let all: Vec<Refused> = serde_json::from_str(&row.refused).unwrap_or_default();
    let why = |r: &Refused| match r.code.as_str() {
        "paper_no_glyph" => w.fault(&Fault::new("paper_no_glyph").with("characters", &r.characters)),
        "not_found" => w.t("paper.batch.gone").to_owned(),
        _ => w.t("paper.batch.not_sound").to_owned(),
    };
    all.iter().map(|r| (r.org.clone(), why(r))).collect()
}

#[derive(Template)]
#[template(path = "pages/batch.html")]
struct BatchPage {
    s: Shell,
    w: W,
    b: View,
    /// Said where papers could not be printed.
    refused: String,
}

async fn page(req: Req, Path(id): Path<String>) -> Answer {
    let row = batch::batch(&req.cx, parsed(&id)?).await?;
    let b = View::of(&row, &req);
    let refused = if b.refused.is_empty() { String::new() } else { req.w.n("paper.batch.refused", b.refused.len()) };
    req.render(&BatchPage { s: req.shell(), w: req.w, b, refused })
}

#[derive(Template)]
#[template(path = "pages/batches.html")]
struct ListPage {
    s: Shell,
    w: W,
    batches: Vec<View>,
}

async fn list(req: Req) -> Answer {
    let rows = batch::batches(&req.cx).await?;
    let batches = rows.iter().map(|row| View::of(row, &req)).collect();
    req.render(&ListPage { s: req.shell(), w: req.w, batches })
}

/// GET of a finished file, as it is read from the disk.
pub(crate) async fn file(req: Req, Path(id): Path<String>) -> Answer {
    let (row, file) = batch::fetch(&req.cx, parsed(&id)?).await?;
    Ok(stream(&row, file))
}

fn stream(row: &BatchRow, file: std::fs::File) -> Response {
    let name = kit::encode(&format!("{}.zip", row.title)).replace('/', "_");
    let headers = [
        (header::CONTENT_TYPE, "application/zip".to_owned()),
        (header::CONTENT_LENGTH, row.bytes.to_string()),
        (header::CONTENT_DISPOSITION, format!("attachment; filename=\"papers.zip\"; filename*=UTF-8''{name}")),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff".to_owned()),
        (header::CACHE_CONTROL, "no-store".to_owned()),
    ];
    (headers, Body::from_stream(ReaderStream::new(tokio::fs::File::from_std(file)))).into_response()
}
