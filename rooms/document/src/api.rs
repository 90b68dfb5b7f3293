//! Documents in JSON: the same actions as the pages.

mod read;
mod shapes;
mod write;

use kit::{Policy, Routes};
use utoipa::OpenApi;

use crate::access::{END, PUBLISH, READ, WRITE};

/// The description of this room's part of the API.
#[derive(Debug, OpenApi)]
#[openapi(
    paths(
        read::list,
        read::one,
        read::comparison,
        read::search,
        read::framework,
        read::procedures,
        read::clauses,
        read::clause,
        read::idle,
        write::enter,
        write::revise,
        write::edit,
        write::discard,
        write::describe,
        write::publish,
        write::end
    ),
    components(schemas(
        shapes::DocumentView,
        shapes::DocumentPage,
        shapes::VersionView,
        shapes::ReadingView,
        shapes::ReadClause,
        shapes::ClauseView,
        shapes::ClauseList,
        shapes::ClauseDetailView,
        shapes::CitationView,
        shapes::ComparisonView,
        shapes::PairView,
        shapes::RunView,
        shapes::SearchView,
        shapes::HitView,
        shapes::ClauseHitView,
        shapes::PartView,
        shapes::FrameworkView,
        shapes::PlaceView,
        shapes::ProceduresView,
        shapes::DomainView,
        shapes::IdleView,
        shapes::IdleDocumentView,
        write::AboutBody,
        write::EnterBody,
        write::ReviseBody,
        write::DraftBody,
        write::ClauseBody,
        write::DescribeBody,
        write::PublishBody,
        write::EndBody,
        write::Entered,
        write::Revised,
        write::Edited,
        write::Discarded,
        write::Done
    ))
)]
pub struct Api;

/// The routes.
pub(crate) fn routes() -> Routes {
    let (see, may_write) = (Policy::May(&READ), Policy::May(&WRITE));
    Routes::new()
        .get("/api/v1/documents", see, read::list)
        .post("/api/v1/documents", may_write, write::enter)
        .get("/api/v1/documents/search", see, read::search)
        .get("/api/v1/documents/framework", see, read::framework)
        .get("/api/v1/documents/procedures", see, read::procedures)
        .get("/api/v1/documents/{id}", see, read::one)
        .get("/api/v1/documents/{id}/comparison", see, read::comparison)
        .post("/api/v1/documents/{id}/versions", may_write, write::revise)
        .put("/api/v1/documents/{id}/draft", may_write, write::edit)
        .delete("/api/v1/documents/{id}/draft", may_write, write::discard)
        .put("/api/v1/documents/{id}/about", may_write, write::describe)
        .post("/api/v1/documents/{id}/publication", Policy::May(&PUBLISH), write::publish)
        .post("/api/v1/documents/{id}/ending", Policy::May(&END), write::end)
        .get("/api/v1/clauses", see, read::clauses)
        .get("/api/v1/clauses/idle", see, read::idle)
        .get("/api/v1/clauses/{id}", see, read::clause)
}
