//! What is said about a document besides its text: sort, place in the framework, domain, whether it demands work.

use askama::Template;
use axum::{extract::Path, http::StatusCode};
use cx::AppError;
use kit::{Answer, FormView, Req, Shell, W, redirect_with};

use super::{
    Choice, Refusal, id,
    list::kinds,
    new::{about_of, domains, slots},
    version,
};
use crate::{
    actions::{describe, open},
    rules::{Kind, Slot},
};

#[derive(Template)]
#[template(path = "pages/about.html")]
struct AboutPage {
    s: Shell,
    w: W,
    f: FormView,
    differences: Vec<(&'static str, String, String)>,
    kinds: Vec<Choice>,
    slots: Vec<Choice>,
    domains: Vec<Choice>,
    here: String,
    title: String,
    version: i64,
}

pub(super) async fn page(req: Req, Path(text): Path<String>) -> Answer {
    let id = id(&text)?;
    let (row, ..) = open::about(&req.cx, id).await?;
    let slot = row.framework().map_or("", Slot::code);
    let demands = if row.demands_work { "1" } else { "" };
    let f = FormView::of(&[
        ("kind", row.kind.code()),
        ("framework", slot),
        ("domain", &row.domain),
        ("demands_work", demands),
    ]);
    render(&req, StatusCode::OK, id, f, Vec::new()).await
}

async fn render(
    req: &Req,
    status: StatusCode,
    id: kernel::DocumentId,
    f: FormView,
    differences: Vec<(&'static str, String, String)>,
) -> Answer {
    let (row, version, rights) = open::about(&req.cx, id).await?;
    if !rights.write {
        return Err(AppError::Forbidden("document.write").into());
    }
    let w = req.w;
    let page = AboutPage {
        s: req.shell(),
        kinds: kinds(Kind::of_code(f.value("kind")), &w),
        slots: slots(&f, &w),
        domains: domains(&f, &w),
        here: format!("/documents/{id}"),
        title: version.title,
        version: row.version,
        w,
        f,
        differences,
    };
    req.render_as(status, &page)
}

pub(super) async fn save(req: Req, Path(text): Path<String>) -> Answer {
    let id = id(&text)?;
    let done = match (about_of(&req.form), version(&req)) {
        (Ok(about), Ok(version)) => describe::describe(&req.cx, &req.once(), id, version, about).await,
        (Err(error), _) => Err(error),
        (_, Err(fault)) => Err(fault.into()),
    };
    match done {
        Ok(()) => Ok(redirect_with(&format!("/documents/{id}"), "document_described", 0)),
        Err(error) => {
            let refusal = Refusal::of(error, &req.w)?;
            let f = FormView::again(&req.form).refused(&refusal.faults, &req.w);
            render(&req, refusal.status, id, f, refusal.differences).await
        }
    }
}
