//! Templates in the API: what is in force, every version, a new one from a day on, a preview. Only for the system
//! administrator at the root of a tree.

use axum::{extract::Path, http::header, response::IntoResponse};
use cx::AppError;
use kernel::Fault;
use kit::{Answer, Policy, Req, Routes, json};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::{
    access::TEMPLATE,
    actions::template::{self, NewVersion, Versions},
    pages::template::named,
    rules::template::Template,
};

pub(super) fn routes() -> Routes {
    let may = Policy::May(&TEMPLATE);
    Routes::new()
        .get("/api/v1/papers/templates", may, list)
        .get("/api/v1/papers/templates/{name}", may, one)
        .post("/api/v1/papers/templates/{name}/versions", may, change)
        .post("/api/v1/papers/templates/{name}/previewing", may, preview)
}

/// A version of a template.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct VersionView {
    version: i64,
    /// First day on which it may be in force.
    from: String,
    /// SHA-256 of its text; empty where the program's own is in force again.
    hash: String,
    reason: String,
    at: String,
}

/// A template with its versions, the oldest first.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct TemplateView {
    /// list, statement, letter, minutes, procedure or layout.
    name: String,
    /// Number of the version in force today; none for what the program brings.
    current: Option<i64>,
    versions: Vec<VersionView>,
    /// Text of the version that was asked for, else of the one in force.
    text: String,
}

/// All templates, without their texts' history.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct TemplatesView {
    items: Vec<TemplateView>,
}

/// What is to be in force from a day on.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct VersionBody {
    /// The text; left out for what the program brings.
    text: Option<String>,
    /// First day; today at the earliest.
    from: String,
    /// Why.
    reason: String,
    /// Number of the newest version that the caller knows; 0 if there is none.
    seen: i64,
}

/// A text to be tried.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct PreviewBody {
    text: String,
}

/// The number a new version got.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct KeptView {
    version: i64,
}

impl TemplateView {
    fn of(found: Versions) -> Self {
        let version = |v: crate::VersionRow| VersionView {
            version: v.version,
            from: v.from.to_string(),
            hash: v.hash,
            reason: v.reason,
            at: v.at.rfc3339(),
        };
        Self {
            name: found.template.code().to_owned(),
            current: found.current,
            versions: found.versions.into_iter().map(version).collect(),
            text: found.text,
        }
    }
}

/// The templates of papers: wordings by kind, and the layout.
#[utoipa::path(get, path = "/api/v1/papers/templates", tag = "papers",
    responses((status = 200, description = "every template with what is in force", body = TemplatesView),
        (status = 403, description = "not the system administrator at the root")))]
pub(crate) async fn list(req: Req) -> Answer {
    let items = template::templates(&req.cx).await?.into_iter().map(TemplateView::of).collect();
    Ok(json(TemplatesView { items }))
}

/// One template.
#[utoipa::path(get, path = "/api/v1/papers/templates/{name}", tag = "papers",
    params(("name" = String, Path, description = "list, statement, letter, minutes, procedure or layout"),
        ("version" = Option<i64>, Query, description = "the text of this version instead of the one in force")),
    responses((status = 200, description = "the template", body = TemplateView), (status = 404, description = "no such template or version")))]
pub(crate) async fn one(req: Req, Path(name): Path<String>) -> Answer {
    let version = req.query.opt("version").map(|v| v.parse().map_err(|_| AppError::NotFound)).transpose()?;
    Ok(json(TemplateView::of(template::template(&req.cx, named(&name)?, version).await?)))
}

/// Puts a version into force from a day on. It has to print a sample first; papers that are printed keep their own.
#[utoipa::path(post, path = "/api/v1/papers/templates/{name}/versions", tag = "papers", request_body = VersionBody,
    params(("name" = String, Path, description = "list, statement, letter, minutes, procedure or layout")),
    responses((status = 200, description = "its number", body = KeptView),
        (status = 409, description = "somebody made a newer one than `seen`"),
        (status = 422, description = "a fault that names the line")))]
pub(crate) async fn change(req: Req, Path(name): Path<String>) -> Answer {
    let (template, body): (Template, VersionBody) = (named(&name)?, req.json()?);
    let from = body.from.parse().map_err(|_| Fault::of("from", "not_a_day").with("value", &body.from))?;
    let new = NewVersion { template, text: body.text, from, reason: body.reason, seen: body.seen };
    Ok(json(KeptView { version: template::change(&req.cx, &req.once(), new).await? }))
}

/// A PDF with invented facts, as a text would print it.
#[utoipa::path(post, path = "/api/v1/papers/templates/{name}/previewing", tag = "papers", request_body = PreviewBody,
    params(("name" = String, Path, description = "list, statement, letter, minutes, procedure or layout")),
    responses((status = 200, description = "the file"), (status = 422, description = "a fault that names the line")))]
pub(crate) async fn preview(req: Req, Path(name): Path<String>) -> Answer {
    let (template, body): (Template, PreviewBody) = (named(&name)?, req.json()?);
    let bytes = template::preview(&req.cx, template, body.text).await?;
    Ok(([(header::CONTENT_TYPE, "application/pdf")], bytes).into_response())
}
