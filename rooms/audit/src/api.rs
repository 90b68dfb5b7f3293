//! JSON of the record.

use kernel::Page;
use kit::{Answer, Policy, Req, Routes, json_page};
use serde::Serialize;
use utoipa::{OpenApi, ToSchema};

use crate::{
    access::READ,
    actions::{self, RecordRow},
    pages::filter,
};

/// Routes of the API.
pub(crate) fn routes() -> Routes {
    Routes::new().get("/api/v1/audit", Policy::May(&READ), list)
}

/// What this room adds to the description of the API.
#[derive(Debug, OpenApi)]
#[openapi(paths(list), components(schemas(RecordShape)))]
pub struct Api;

/// One thing that happened.
#[derive(Debug, Serialize, ToSchema)]
struct RecordShape {
    id: String,
    /// 0 for what belongs to no organisation.
    org: String,
    /// RFC 3339, UTC.
    at: String,
    /// `room.verb_past`.
    kind: String,
    /// Login of whoever acted; empty for nobody and the operator.
    login: String,
    role: String,
    /// `web`, `api`, `cli` or `batch`.
    source: String,
    request_id: String,
    object: String,
    /// `ok` or `refused`.
    result: String,
    /// Facts, as ids and codes.
    #[schema(value_type = Object)]
    detail: serde_json::Value,
}

#[utoipa::path(get, path = "/api/v1/audit", params(("from" = Option<String>, Query), ("to" = Option<String>, Query), ("kind" = Option<String>, Query), ("org" = Option<String>, Query), ("login" = Option<String>, Query), ("result" = Option<String>, Query), ("after" = Option<String>, Query), ("size" = Option<i64>, Query)), responses((status = 200, body = kit::Listed<RecordShape>)))]
async fn list(req: Req) -> Answer {
    let filter = filter(&req, &req.query)?;
    let page: Page = req.page();
    Ok(json_page(actions::list(&req.cx, filter, page).await?, shape))
}

fn shape(r: RecordRow) -> RecordShape {
    RecordShape {
        id: r.id.to_string(),
        org: r.org.to_string(),
        at: r.at.rfc3339(),
        kind: r.kind,
        login: r.login,
        role: r.role,
        source: r.source,
        request_id: r.request_id,
        object: r.object,
        result: r.result,
        detail: serde_json::from_str(&r.detail).unwrap_or_default(),
    }
}
