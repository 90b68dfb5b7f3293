//! The tree in JSON: lists, one organisation, its history and children, counts. Reading only.

pub(crate) mod audience;

use axum::extract::Path;
use cx::AppError;
use kernel::{Day, Fault, OrgId, Paged};
use kit::{Answer, Listed, Policy, Req, Routes, json, json_page};
use serde::Serialize;
use utoipa::{OpenApi, ToSchema};

use crate::{
    access::VIEW,
    actions::view::{self, Branch, Past, Placed, Shown},
};

/// The room's part of the description of the API.
#[derive(Debug, OpenApi)]
#[openapi(
    paths(list, show, history, children, count),
    components(schemas(
        audience::AudienceBody,
        audience::ChoiceBody,
        OrgShape,
        OrgDetail,
        Superior,
        StateShape,
        ChildShape,
        LevelCount,
        OrgPage,
        ChildPage
    ))
)]
pub struct Api;

/// An organisation as it stood on a day.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct OrgShape {
    /// Identity, for life.
    id: String,
    /// Identity of the superior; absent for a root.
    parent: Option<String>,
    /// Division code.
    code: String,
    /// Name.
    name: String,
    /// Level, such as `village`.
    level: String,
    /// Kind of organisation, such as `branch`.
    kind: String,
    /// Kind of division as its source has it, such as `town`.
    division_kind: String,
    /// Domain, such as `converted_community`.
    domain: String,
}

/// A superior on the line from the root.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Superior {
    /// Identity.
    id: String,
    /// Name that day.
    name: String,
}

/// One organisation in full.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct OrgDetail {
    /// As it stood on the day; absent if it did not exist then.
    state: Option<OrgShape>,
    /// Superiors, the root first.
    superiors: Vec<Superior>,
    /// First day of its existence.
    since: String,
    /// Day of its end; absent while it exists.
    until: Option<String>,
    /// Into which organisation it was merged.
    merged_into: Option<String>,
    /// Organisations of each level below it that day.
    below: Vec<LevelCount>,
    /// Its tags.
    tags: Vec<String>,
}

/// What an organisation was over some days.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct StateShape {
    /// First day.
    from: String,
    /// First day on which it no longer held; absent if it still does.
    until: Option<String>,
    /// What brought it about, such as `rename`; `remove` and `merge` mark the end.
    op: String,
    /// Identity of the superior then.
    parent: Option<String>,
    /// Code.
    code: String,
    /// Name.
    name: String,
    /// Level.
    level: String,
    /// Kind of division.
    division_kind: String,
    /// Domain.
    domain: String,
    /// Note of the source.
    note: String,
}

/// A child with how many stand below it.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ChildShape {
    /// The child.
    #[serde(flatten)]
    org: OrgShape,
    /// Organisations of each level strictly below it.
    below: Vec<LevelCount>,
}

/// How many organisations a level has.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct LevelCount {
    /// The level.
    level: String,
    /// How many.
    count: i64,
}

/// A page of organisations.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct OrgPage {
    /// The organisations.
    items: Vec<OrgShape>,
    /// Pass it as `after` for the next page; absent on the last.
    next: Option<String>,
}

/// A page of children.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ChildPage {
    /// The children.
    items: Vec<ChildShape>,
    /// Pass it as `after` for the next page; absent on the last.
    next: Option<String>,
}

/// Routes of the API.
pub(crate) fn routes() -> Routes {
    Routes::new()
        .get("/api/v1/orgs", Policy::May(&VIEW), list)
        .get("/api/v1/orgs/count", Policy::May(&VIEW), count)
        .get("/api/v1/orgs/{id}", Policy::May(&VIEW), show)
        .get("/api/v1/orgs/{id}/history", Policy::May(&VIEW), history)
        .get("/api/v1/orgs/{id}/children", Policy::May(&VIEW), children)
}

impl From<Shown> for OrgShape {
    fn from(o: Shown) -> Self {
        Self {
            id: o.id.to_string(),
            parent: o.parent.map(|p| p.to_string()),
            code: o.code,
            name: o.name,
            level: o.level,
            kind: o.kind,
            division_kind: o.division_kind,
            domain: o.domain,
        }
    }
}

impl From<Past> for StateShape {
    fn from(p: Past) -> Self {
        Self {
            from: p.from.to_string(),
            until: (p.to < Day::FOREVER).then(|| p.to.to_string()),
            op: p.op,
            parent: p.parent.map(|id| id.to_string()),
            code: p.code,
            name: p.name,
            level: p.level,
            division_kind: p.division_kind,
            domain: p.domain,
            note: p.note,
        }
    }
}

fn levels(counts: Vec<(String, i64)>) -> Vec<LevelCount> {
    counts.into_iter().map(|(level, count)| LevelCount { level, count }).collect()
}

/// `?as_of=2020-01-01`; none for today.
pub(crate) fn as_of(req: &Req) -> Result<Option<Day>, AppError> {
    match req.query.opt("as_of") {
        None => Ok(None),
        Some(text) => {
            text.parse().map(Some).map_err(|_| Fault::of("as_of", "not_a_day").with("value", short(text)).into())
        }
    }
}

fn short(text: &str) -> String {
    text.chars().take(40).collect()
}

/// `?under=<id>`.
fn under(req: &Req) -> Result<Option<OrgId>, AppError> {
    req.query.opt("under").map(|id| id.parse().map_err(|_| AppError::NotFound)).transpose()
}

/// Organisations of one's own branch, page by page.
#[utoipa::path(get, path = "/api/v1/orgs", tag = "orgs", params(
    ("under" = Option<String>, Query, description = "only this organisation and all below it"),
    ("level" = Option<String>, Query, description = "only this level"),
    ("as_of" = Option<String>, Query, description = "as of this day, 2020-06-30; today if absent"),
    ("q" = Option<String>, Query, description = "part of the name, of a former or other name, pinyin initials (today only), or beginning of the code"),
    ("after" = Option<String>, Query, description = "the `next` of the page before"),
    ("size" = Option<i64>, Query, description = "1 to 200, 50 if absent")
), responses((status = 200, body = OrgPage), (status = 404), (status = 422)))]
async fn list(req: Req) -> Answer {
    let (as_of, under) = (as_of(&req)?, under(&req)?);
    let (level, text) = (short(req.query.get("level")), req.query.get("q").chars().take(100).collect());
    let page = view::list(&req.cx, under, level, text, as_of, req.page()).await?;
    Ok(json_page(page, OrgShape::from))
}

/// One organisation as it stood on a day.
#[utoipa::path(get, path = "/api/v1/orgs/{id}", tag = "orgs", params(
    ("id" = String, Path), ("as_of" = Option<String>, Query, description = "as of this day; today if absent")
), responses((status = 200, body = OrgDetail), (status = 404)))]
async fn show(req: Req, Path(id): Path<String>) -> Answer {
    let id = id.parse().map_err(|_| AppError::NotFound)?;
    let portrait = view::portrait(&req.cx, id, as_of(&req)?).await?;
    let (state, line) = portrait.placed.map_or((None, Vec::new()), |Placed { org, line }| (Some(org), line));
    Ok(json(OrgDetail {
        state: state.map(OrgShape::from),
        superiors: line.into_iter().map(|(id, name)| Superior { id: id.to_string(), name }).collect(),
        since: portrait.facts.since.to_string(),
        until: (portrait.facts.until < Day::FOREVER).then(|| portrait.facts.until.to_string()),
        merged_into: portrait.facts.merged_into.map(|id| id.to_string()),
        below: levels(portrait.below),
        tags: portrait.tags,
    }))
}

/// Every state of an organisation, the first first.
#[utoipa::path(get, path = "/api/v1/orgs/{id}/history", tag = "orgs", params(("id" = String, Path), ("after" = Option<String>, Query), ("size" = Option<i64>, Query)),
    responses((status = 200, body = Listed<StateShape>), (status = 404)))]
async fn history(req: Req, Path(id): Path<String>) -> Answer {
    let id = id.parse().map_err(|_| AppError::NotFound)?;
    let portrait = view::portrait(&req.cx, id, None).await?;
    // A day begins one state at most.
    Ok(json_page(Paged::of_whole(portrait.history, &req.page(), |state| state.from.to_string()), StateShape::from))
}

/// Children of an organisation on a day, page by page.
#[utoipa::path(get, path = "/api/v1/orgs/{id}/children", tag = "orgs", params(
    ("id" = String, Path), ("as_of" = Option<String>, Query, description = "as of this day; today if absent"),
    ("after" = Option<String>, Query, description = "the `next` of the page before"),
    ("size" = Option<i64>, Query, description = "1 to 200, 50 if absent")
), responses((status = 200, body = ChildPage), (status = 404)))]
async fn children(req: Req, Path(id): Path<String>) -> Answer {
    let id = id.parse().map_err(|_| AppError::NotFound)?;
    let page: Paged<Branch> = view::children(&req.cx, id, as_of(&req)?, req.page()).await?;
    Ok(json_page(page, |b| ChildShape { org: b.org.into(), below: levels(b.below) }))
}

/// How many organisations of each level a branch has, its head included.
#[utoipa::path(get, path = "/api/v1/orgs/count", tag = "orgs", params(
    ("under" = Option<String>, Query, description = "this organisation and all below it"),
    ("level" = Option<String>, Query, description = "only this level"),
    ("as_of" = Option<String>, Query, description = "as of this day; today if absent")
), responses((status = 200, body = Vec<LevelCount>), (status = 404)))]
async fn count(req: Req) -> Answer {
    let level = req.query.opt("level").map(short);
    let counts = view::count(&req.cx, under(&req)?, level, as_of(&req)?).await?;
    Ok(json(levels(counts)))
}
