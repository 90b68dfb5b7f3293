//! Where targets went, in JSON.

use axum::extract::Path;
use cx::AppError;
use kernel::{Fault, OrgId, Paged};
use kit::{Answer, Policy, Req, Routes, json};
use serde::Serialize;
use utoipa::{OpenApi, ToSchema};

use crate::access::READ;
use crate::actions::cascade::{CascadeView, Row, cascade};
use crate::actions::year::{TargetReach, year};
use crate::rules::{Flow, Reach};

/// The description of this room's part of the API.
#[derive(Debug, OpenApi)]
#[openapi(
    paths(of_year, one),
    components(schemas(YearJson, TargetReachJson, ReachJson, CascadeJson, RowJson, ItemJson, ColumnJson, FlowJson))
)]
pub struct Api;

/// The routes.
pub(crate) fn routes() -> Routes {
    Routes::new().get("/api/v1/reach", Policy::May(&READ), of_year).get(
        "/api/v1/targets/{id}/cascade",
        Policy::May(&READ),
        one,
    )
}

/// The targets of one's own organisation in a year, and how far each reached.
#[utoipa::path(get, path = "/api/v1/reach", tag = "reach",
    params(("year" = Option<i64>, Query, description = "this year if left out"), ("after" = Option<String>, Query),
        ("size" = Option<i64>, Query)),
    responses((status = 200, body = YearJson)))]
async fn of_year(req: Req) -> Answer {
    let wanted = match req.query.opt("year") {
        None => req.cx.house().month().year(),
        Some(text) => text.parse().map_err(|_| Fault::of("year", "not_a_number").with("value", text))?,
    };
    let page = Paged::of_whole(year(&req.cx, wanted).await?, &req.page(), |found| found.target.target.to_string());
    let items = page.items.iter().map(TargetReachJson::from).collect();
    Ok(json(YearJson { year: wanted, items, next: page.next }))
}

/// Where one target went: the picture of the branch, and the rows right below an organisation of it.
#[utoipa::path(get, path = "/api/v1/targets/{id}/cascade", tag = "reach",
    params(("id" = String, Path), ("under" = Option<String>, Query, description = "id of an organisation; the head of the branch if left out")),
    responses((status = 200, body = CascadeJson), (status = 404, description = "outside the scope")))]
async fn one(req: Req, Path(id): Path<String>) -> Answer {
    let id = id.parse().map_err(|_| AppError::NotFound)?;
    let under: Option<OrgId> = req.query.opt("under").map(str::parse).transpose().map_err(|_| AppError::NotFound)?;
    Ok(json(CascadeJson::from(&cascade(&req.cx, id, under).await?)))
}

/// Share of the lowest organisations.
#[derive(Debug, Serialize, ToSchema)]
struct ReachJson {
    /// At how many it arrived.
    arrived: i64,
    /// How many there are.
    of: i64,
    /// Tenths of a per cent, rounded down; null without anybody.
    permille: Option<i64>,
}

impl From<Reach> for ReachJson {
    fn from(reach: Reach) -> Self {
        Self { arrived: reach.arrived, of: reach.of, permille: reach.permille() }
    }
}

/// The targets of a year.
#[derive(Debug, Serialize, ToSchema)]
struct YearJson {
    year: i64,
    items: Vec<TargetReachJson>,
    /// What to pass as `after` for the next page; null on the last.
    next: Option<String>,
}

/// How far one target reached.
#[derive(Debug, Serialize, ToSchema)]
struct TargetReachJson {
    target: String,
    issuer: String,
    issuer_name: String,
    seq: i64,
    text: String,
    value: String,
    /// Whether one's own organisation set it.
    own: bool,
    reach: ReachJson,
    /// Organisations in the middle that cut it.
    cut: i64,
    /// Organisations in the middle from which nothing goes on.
    stopped: i64,
}

impl From<&TargetReach> for TargetReachJson {
    fn from(found: &TargetReach) -> Self {
        Self {
            target: found.target.target.to_string(),
            issuer: found.target.issuer.to_string(),
            issuer_name: found.target.issuer_name.clone(),
            seq: found.target.seq,
            text: found.target.text.clone(),
            value: found.target.value.clone(),
            own: found.own,
            reach: found.reach.into(),
            cut: found.cut,
            stopped: found.stopped,
        }
    }
}

/// One target with its picture.
#[derive(Debug, Serialize, ToSchema)]
struct CascadeJson {
    target: String,
    issuer: String,
    text: String,
    reach: ReachJson,
    under: RowJson,
    rows: Vec<RowJson>,
    columns: Vec<ColumnJson>,
    flows: Vec<FlowJson>,
}

/// What became of a target at one organisation and below it.
#[derive(Debug, Serialize, ToSchema)]
struct RowJson {
    org: String,
    name: String,
    level: String,
    /// `carried_on`, `passed_over`, `arrived`, `waiting`, `cut`, `stopped` or `missing`.
    fate: &'static str,
    /// Why it was cut.
    reason: String,
    /// Organisations right below it.
    children: i64,
    /// Organisations further down at which it stops.
    stops: i64,
    reach: ReachJson,
    /// Items resting on it that this organisation sent.
    items: Vec<ItemJson>,
}

/// An item that rests on a target.
#[derive(Debug, Serialize, ToSchema)]
struct ItemJson {
    id: String,
    list: String,
    month: String,
    text: String,
}

/// One fate at one depth of the picture.
#[derive(Debug, Serialize, ToSchema)]
struct ColumnJson {
    depth: usize,
    fate: &'static str,
    orgs: i64,
    /// Lowest organisations at or below them.
    lowest: i64,
}

/// What goes from one fate to another between two depths.
#[derive(Debug, Serialize, ToSchema)]
struct FlowJson {
    depth: usize,
    from: &'static str,
    to: &'static str,
    /// Lowest organisations.
    lowest: i64,
}

impl From<&Flow> for FlowJson {
    fn from(flow: &Flow) -> Self {
        Self { depth: flow.depth, from: flow.from.name(), to: flow.to.name(), lowest: flow.weight }
    }
}

impl From<&Row> for RowJson {
    fn from(row: &Row) -> Self {
        let item = |i: &task_list::Resting| ItemJson {
            id: i.item.to_string(),
            list: i.list.to_string(),
            month: i.month.to_string(),
            text: i.text.clone(),
        };
        Self {
            org: row.org.to_string(),
            name: row.name.clone(),
            level: row.level.clone(),
            fate: row.fate.name(),
            reason: row.reason.clone(),
            children: row.children,
            stops: row.stops,
            reach: row.reach.into(),
            items: row.items.iter().map(item).collect(),
        }
    }
}

impl From<&CascadeView> for CascadeJson {
    fn from(found: &CascadeView) -> Self {
        let columns = found.picture.columns.iter().enumerate().flat_map(|(depth, column)| {
            let cell = move |(fate, (orgs, lowest)): (&crate::Fate, &(i64, i64))| ColumnJson {
                depth,
                fate: fate.name(),
                orgs: *orgs,
                lowest: *lowest,
            };
            column.iter().map(cell)
        });
        Self {
            target: found.target.target.to_string(),
            issuer: found.target.issuer.to_string(),
            text: found.target.text.clone(),
            reach: found.head.reach.into(),
            under: RowJson::from(&found.under),
            rows: found.rows.iter().map(RowJson::from).collect(),
            columns: columns.collect(),
            flows: found.picture.flows.iter().map(FlowJson::from).collect(),
        }
    }
}
