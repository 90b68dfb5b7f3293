//! Documents in JSON: the same actions as the pages.

mod shapes;

use kit::{Answer, Policy, Req, Routes, json};
use utoipa::OpenApi;

use crate::{access::READ, actions::search};
use shapes::{ClauseList, ClauseView};

/// The description of this room's part of the API.
#[derive(Debug, OpenApi)]
#[openapi(paths(clauses), components(schemas(ClauseView, ClauseList)))]
pub struct Api;

/// The routes.
pub(crate) fn routes() -> Routes {
    Routes::new().get("/api/v1/clauses", Policy::May(&READ), clauses)
}

/// Clauses in force that hold the words of `q`, or the one that it names by its reference number; at most twenty.
#[utoipa::path(get, path = "/api/v1/clauses", tag = "documents",
    params(("q" = String, Query, description = "words apart by blanks, or the reference number of a clause")),
    responses((status = 200, body = ClauseList), (status = 422, description = "no words to look for")))]
pub(crate) async fn clauses(req: Req) -> Answer {
    let found = search::pick(&req.cx, req.query.get("q")).await?;
    Ok(json(ClauseList { items: found.into_iter().map(ClauseView::from).collect(), next: None }))
}
