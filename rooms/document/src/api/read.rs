//! Reading documents in JSON.

use axum::extract::Path;
use cx::AppError;
use kernel::Fault;
use kit::{Answer, Req, json, json_page};

use super::shapes::{
    ClauseDetailView, ClauseList, ClauseView, ComparisonView, DocumentPage, DocumentView, FrameworkView, IdleView,
    ProceduresView, ReadingView, SearchView,
};
use crate::{
    actions::{clause, compare, idle, list, open, search},
    pages,
};

fn id<K>(text: &str) -> Result<kernel::Id<K>, AppError> {
    text.parse().map_err(|_| AppError::NotFound)
}

/// Documents that the caller may read, the newest first.
#[utoipa::path(get, path = "/api/v1/documents", tag = "documents",
    params(("kind" = Option<String>, Query), ("state" = Option<String>, Query, description = "draft, coming, in_force, ended"),
        ("q" = Option<String>, Query, description = "words of title or number"), ("own" = Option<String>, Query, description = "1: the caller's organisation only"),
        ("after" = Option<String>, Query), ("size" = Option<i64>, Query)),
    responses((status = 200, body = DocumentPage), (status = 422, description = "no such choice")))]
pub(crate) async fn list(req: Req) -> Answer {
    let found = list::documents(&req.cx, pages::query(&req)?, req.page()).await?;
    Ok(json_page(found.page, |l| DocumentView::from(&l)))
}

/// One version of a document with its clauses: the one in force on a day, or the one with a number.
#[utoipa::path(get, path = "/api/v1/documents/{id}", tag = "documents",
    params(("id" = String, Path), ("version" = Option<i64>, Query), ("as_of" = Option<String>, Query, description = "such as 2026-11-23; today if left out")),
    responses((status = 200, body = ReadingView), (status = 404, description = "none, or out of sight")))]
pub(crate) async fn one(req: Req, Path(text): Path<String>) -> Answer {
    let opened = open::open(&req.cx, id(&text)?, pages::wanted_version(&req)?).await?;
    Ok(json(ReadingView::from(opened)))
}

/// Two versions of a document, clause by clause, differences inside the texts.
#[utoipa::path(get, path = "/api/v1/documents/{id}/comparison", tag = "documents",
    params(("id" = String, Path), ("from" = i64, Query), ("to" = i64, Query)),
    responses((status = 200, body = ComparisonView), (status = 404), (status = 422)))]
pub(crate) async fn comparison(req: Req, Path(text): Path<String>) -> Answer {
    let seq = |field: &'static str| req.query.parsed::<i64>(field, "not_a_number");
    let seqs = (seq("from")?, seq("to")?);
    Ok(json(ComparisonView::from(compare::comparison(&req.cx, id(&text)?, seqs).await?)))
}

/// Full-text search: every term must stand in a clause (label or text) or in its document's title.
#[utoipa::path(get, path = "/api/v1/documents/search", tag = "documents",
    params(("q" = String, Query), ("kind" = Option<String>, Query), ("as_of" = Option<String>, Query),
        ("any" = Option<String>, Query, description = "1: also what is not in force"), ("document" = Option<String>, Query), ("after" = Option<String>, Query)),
    responses((status = 200, body = SearchView), (status = 422, description = "no words to look for")))]
pub(crate) async fn search(req: Req) -> Answer {
    Ok(json(SearchView::from(search::search(&req.cx, pages::wanted_search(&req)?).await?)))
}

/// The “1+3”: of the caller's organisation or its nearest superior that has one, or of `org`.
#[utoipa::path(get, path = "/api/v1/documents/framework", tag = "documents", params(("org" = Option<String>, Query)),
    responses((status = 200, body = FrameworkView), (status = 404)))]
pub(crate) async fn framework(req: Req) -> Answer {
    let org = req.query.opt("org").map(id).transpose()?;
    Ok(json(FrameworkView::from(list::framework(&req.cx, org).await?)))
}

/// The work procedures that apply to the caller, by domain; a domain without one is a gap.
#[utoipa::path(get, path = "/api/v1/documents/procedures", tag = "documents", responses((status = 200, body = ProceduresView)))]
pub(crate) async fn procedures(req: Req) -> Answer {
    Ok(json(ProceduresView::from(list::procedures(&req.cx).await?)))
}

/// Clauses in force that hold the words of `q`, or the one that it names by its reference number; at most twenty.
#[utoipa::path(get, path = "/api/v1/clauses", tag = "documents",
    params(("q" = String, Query, description = "words apart by blanks, or the reference number of a clause")),
    responses((status = 200, body = ClauseList), (status = 422, description = "no words to look for")))]
pub(crate) async fn clauses(req: Req) -> Answer {
    let found = search::pick(&req.cx, req.query.get("q")).await?;
    Ok(json(ClauseList { items: found.into_iter().map(ClauseView::from).collect(), next: None }))
}

/// One clause: what it replaces and is replaced by, who rests on it.
#[utoipa::path(get, path = "/api/v1/clauses/{id}", tag = "documents",
    params(("id" = String, Path), ("after" = Option<String>, Query), ("size" = Option<i64>, Query)),
    responses((status = 200, body = ClauseDetailView), (status = 404)))]
pub(crate) async fn clause(req: Req, Path(text): Path<String>) -> Answer {
    Ok(json(ClauseDetailView::from(clause::clause(&req.cx, id(&text)?, req.page()).await?)))
}

/// The red list: clauses in force that ask for work and on which nothing of the caller's branch rests.
#[utoipa::path(get, path = "/api/v1/clauses/idle", tag = "documents",
    params(("document" = Option<String>, Query), ("after" = Option<String>, Query), ("size" = Option<i64>, Query)),
    responses((status = 200, body = IdleView)))]
pub(crate) async fn idle(req: Req) -> Answer {
    let document =
        req.query.opt("document").map(|text| text.parse().map_err(|_| Fault::of("document", "not_a_choice")));
    Ok(json(IdleView::from(idle::idle(&req.cx, document.transpose()?, req.page()).await?)))
}
