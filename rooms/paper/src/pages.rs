//! A paper as a file, batches of them, templates, and the public page that checks one.

pub(crate) mod batch;
pub(crate) mod template;

use askama::Template;
use axum::{
    extract::Path,
    http::header,
    response::{IntoResponse, Response},
};
use cx::AppError;
use kit::{Answer, Policy, Req, Routes, Shell, W};

use crate::{
    access::PRINT,
    actions::{check, print},
    rules::{address::Subject, kind::Format},
};

/// The pages of this room.
pub(crate) fn routes() -> Routes {
    Routes::new()
        .get("/papers/{kind}/{org}/{id}/{format}", Policy::May(&PRINT), file)
        .get("/check/{code}", Policy::Public, checked)
        .and(batch::routes())
        .and(template::routes())
}

/// GET of a paper in one format.
pub(crate) async fn file(req: Req, Path((kind, org, id, format)): Path<(String, String, String, String)>) -> Answer {
    let subject = Subject::parse(&kind, &org, &id).ok_or(AppError::NotFound)?;
    let format = Format::of_code(&format).ok_or(AppError::NotFound)?;
    let printed = print::print(&req.cx, subject, format, &req.base(), req.app().demo).await?;
    Ok(download(printed))
}

fn download(printed: print::Printed) -> Response {
    let (name, ending) = (kit::encode(&printed.name), printed.format.code());
    let disposition = format!("attachment; filename=\"paper.{ending}\"; filename*=UTF-8''{name}");
    let headers = [
        (header::CONTENT_TYPE, printed.format.media_type().to_owned()),
        (header::CONTENT_DISPOSITION, disposition),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff".to_owned()),
        (header::CACHE_CONTROL, "no-store".to_owned()),
    ];
    (headers, printed.bytes).into_response()
}

/// The page of a checked paper.
#[derive(Template)]
#[template(path = "pages/check.html")]
struct CheckPage {
    s: Shell,
    w: W,
    current: bool,
    facts: Vec<(&'static str, String)>,
}

/// GET of the page that checks a paper: for anyone.
async fn checked(req: Req, Path(code): Path<String>) -> Answer {
    let found = check::check(&req.cx, &code).await?;
    let w = req.w;
    let made = found.made_at.minute(&req.cx.house().zone);
    let facts = vec![
        (w.t("paper.check.kind"), w.t(&format!("paper.kind.{}", found.kind)).to_owned()),
        (w.t("paper.check.number"), found.number),
        (w.t("paper.check.name"), found.title),
        (w.t("paper.check.issuer"), found.issuer),
        (w.t("paper.check.day"), found.day),
        (w.t("paper.check.code"), found.code),
        (w.t("paper.check.made"), made),
        (w.t("paper.check.hash"), found.hash),
    ];
    req.render(&CheckPage { s: req.shell(), w, current: found.current, facts })
}
