//! Papers in the API: the same files as on the pages, batches of them, and templates.

mod template;

use axum::extract::Path;
use cx::AppError;
use kernel::Paged;
use kit::{Answer, Listed, Policy, Req, Routes, json, json_page};
use serde::{Deserialize, Serialize};
use utoipa::{OpenApi, ToSchema};

use crate::{
    BatchId, BatchRow,
    access::PRINT,
    actions::{batch, produce::Refused},
    pages,
};

/// The description of this room's part of the API.
#[derive(Debug, OpenApi)]
#[openapi(
    paths(
        paper,
        list_batches,
        order_batch,
        one_batch,
        cancel_batch,
        batch_file,
        template::list,
        template::one,
        template::change,
        template::preview,
    ),
    components(schemas(
        OrderBody,
        BatchView,
        RefusedView,
        template::TemplateView,
        template::TemplatesView,
        template::VersionView,
        template::VersionBody,
        template::PreviewBody,
        template::KeptView,
    ))
)]
pub struct Api;

pub(crate) fn routes() -> Routes {
    let may = Policy::May(&PRINT);
    Routes::new()
        .get("/api/v1/papers/{kind}/{org}/{id}/{format}", may, paper)
        .get("/api/v1/papers/batches", may, list_batches)
        .post("/api/v1/papers/batches", may, order_batch)
        .get("/api/v1/papers/batches/{id}", may, one_batch)
        .post("/api/v1/papers/batches/{id}/cancelling", may, cancel_batch)
        .get("/api/v1/papers/batches/{id}/file", may, batch_file)
        .and(template::routes())
}

/// An official paper, as PDF or for Word. Printed again unchanged it keeps its number and check code.
#[utoipa::path(get, path = "/api/v1/papers/{kind}/{org}/{id}/{format}", tag = "papers",
    params(("kind" = String, Path, description = "list, statement, letter, minutes or procedure"),
        ("org" = String, Path, description = "the recipient of the list or letter, or whose statement, meeting or procedure it is"),
        ("id" = String, Path, description = "id of the list, letter (its issue), meeting or document, the last three with an optional revision such as 77.2; for a statement the month, such as 2026-11"),
        ("format" = String, Path, description = "pdf or docx")),
    responses((status = 200, description = "the file"), (status = 404, description = "outside the scope")))]
pub(crate) async fn paper(req: Req, address: Path<(String, String, String, String)>) -> Answer {
    pages::file(req, address).await
}

/// What is ordered.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct OrderBody {
    /// list, letter or statement.
    kind: String,
    /// Who issued the list or letters, or the top of the branch whose statements are wanted.
    org: String,
    /// Id of the list or issue, or the month.
    id: String,
    /// pdf or docx.
    format: String,
}

/// A paper that could not be printed.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct RefusedView {
    org: String,
    code: String,
    characters: String,
}

/// A batch as it stands.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct BatchView {
    id: String,
    kind: String,
    org: String,
    subject: String,
    title: String,
    format: String,
    /// waiting, working, done, failed or cancelled.
    stage: String,
    total: i64,
    done: i64,
    /// The first fifty papers that could not be printed.
    refused: Vec<RefusedView>,
    /// Code of why it failed.
    reason: String,
    /// Size of the finished file.
    bytes: i64,
    ordered_at: String,
}

impl BatchView {
    fn of(row: BatchRow) -> Self {
        let refused: Vec<Refused> = serde_json::from_str(&row.refused).unwrap_or_default();
        let view = |r: Refused| RefusedView { org: r.org, code: r.code, characters: r.characters };
        Self {
            id: row.id.to_string(),
            kind: row.kind,
            org: row.of_org.to_string(),
            subject: row.subject,
            title: row.title,
            format: row.format,
            stage: row.stage,
            total: row.total,
            done: row.done,
            refused: refused.into_iter().map(view).collect(),
            reason: row.reason,
            bytes: row.bytes,
            ordered_at: row.ordered_at.rfc3339(),
        }
    }
}

fn parsed(id: &str) -> Result<BatchId, AppError> {
    id.parse().map_err(|_| AppError::NotFound)
}

/// The caller's last fifty batches, the newest first.
#[utoipa::path(get, path = "/api/v1/papers/batches", tag = "papers", params(("after" = Option<String>, Query), ("size" = Option<i64>, Query)),
    responses((status = 200, description = "the batches", body = Listed<BatchView>)))]
pub(crate) async fn list_batches(req: Req) -> Answer {
    let page = Paged::of_whole(batch::batches(&req.cx).await?, &req.page(), |batch| batch.id.to_string());
    Ok(json_page(page, BatchView::of))
}

/// Orders many papers as one ZIP file, which the server makes in the background.
#[utoipa::path(post, path = "/api/v1/papers/batches", tag = "papers", request_body = OrderBody,
    responses((status = 200, description = "the batch", body = BatchView), (status = 404, description = "outside the scope"),
        (status = 422, description = "nothing to print, or too much")))]
pub(crate) async fn order_batch(req: Req) -> Answer {
    let body: OrderBody = req.json()?;
    let of = pages::batch::of(&body.kind, &body.org, &body.id)?;
    let format = pages::batch::format(&body.format)?;
    let id = batch::order(&req.cx, &req.once(), of, format, req.base()).await?;
    Ok(json(BatchView::of(batch::batch(&req.cx, id).await?)))
}

/// How far a batch is.
#[utoipa::path(get, path = "/api/v1/papers/batches/{id}", tag = "papers", params(("id" = String, Path, description = "id of the batch")),
    responses((status = 200, description = "the batch", body = BatchView), (status = 404, description = "somebody else's")))]
pub(crate) async fn one_batch(req: Req, Path(id): Path<String>) -> Answer {
    Ok(json(BatchView::of(batch::batch(&req.cx, parsed(&id)?).await?)))
}

/// Cancels a batch; one that is finished stays as it is.
#[utoipa::path(post, path = "/api/v1/papers/batches/{id}/cancelling", tag = "papers",
    params(("id" = String, Path, description = "id of the batch")),
    responses((status = 200, description = "the batch", body = BatchView), (status = 404, description = "somebody else's")))]
pub(crate) async fn cancel_batch(req: Req, Path(id): Path<String>) -> Answer {
    let id = parsed(&id)?;
    batch::cancel(&req.cx, &req.once(), id).await?;
    Ok(json(BatchView::of(batch::batch(&req.cx, id).await?)))
}

/// The finished ZIP file.
#[utoipa::path(get, path = "/api/v1/papers/batches/{id}/file", tag = "papers", params(("id" = String, Path, description = "id of the batch")),
    responses((status = 200, description = "the file"), (status = 404, description = "somebody else's"),
        (status = 422, description = "not finished, or deleted")))]
pub(crate) async fn batch_file(req: Req, id: Path<String>) -> Answer {
    pages::batch::file(req, id).await
}
