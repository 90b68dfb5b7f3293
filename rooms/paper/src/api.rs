//! Papers in the API: the same files as on the pages.

use axum::extract::Path;
use kit::{Answer, Policy, Req, Routes};
use utoipa::OpenApi;

use crate::{access::PRINT, pages};

/// The description of this room's part of the API.
#[derive(Debug, OpenApi)]
#[openapi(paths(paper))]
pub struct Api;

pub(crate) fn routes() -> Routes {
    Routes::new().get("/api/v1/papers/{kind}/{org}/{id}/{format}", Policy::May(&PRINT), paper)
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
