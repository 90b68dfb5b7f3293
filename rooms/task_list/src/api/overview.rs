//! The overview and the queue in JSON.

use cx::AppError;
use kit::{Answer, Req, json, json_page};

use super::body;
use super::red_list::RedListJson;
use super::shape::{CardJson, CardPage, OverviewJson};
use crate::actions::{overview as reading, queue as waiting, resting};

/// What stands where below each direct child, over one month or several.
#[utoipa::path(get, path = "/api/v1/overview", tag = "overview",
    params(("month" = Option<String>, Query, description = "first month; this month if left out"),
        ("to" = Option<String>, Query, description = "last month; the first if left out"),
        ("under" = Option<String>, Query, description = "id of an organisation; one's own if left out")),
    responses((status = 200, body = OverviewJson), (status = 404, description = "outside the scope")))]
pub(crate) async fn overview(req: Req) -> Answer {
    let from = req.query.opt("month").map_or_else(|| Ok(req.cx.house().month()), body::month)?;
    let to = req.query.opt("to").map_or(Ok(from), body::month)?;
    let under = req.query.opt("under").map(|text| text.parse().map_err(|_| AppError::NotFound)).transpose()?;
    Ok(json(OverviewJson::from(reading::overview(&req.cx, (from, to), under).await?)))
}

/// What one's own organisation and those below sent in a month that rests on no clause, no target and no superior's item.
#[utoipa::path(get, path = "/api/v1/items/baseless", tag = "overview",
    params(("month" = Option<String>, Query, description = "this month if left out"),
        ("after" = Option<String>, Query), ("size" = Option<i64>, Query)),
    responses((status = 200, body = RedListJson)))]
pub(crate) async fn baseless(req: Req) -> Answer {
    let month = req.query.opt("month").map_or_else(|| Ok(req.cx.house().month()), body::month)?;
    Ok(json(RedListJson::from(resting::baseless(&req.cx, month, req.page()).await?)))
}

/// What waits for one's own organisation: reports, requests not to do it, requests for more time.
#[utoipa::path(get, path = "/api/v1/queue", tag = "overview",
    params(("after" = Option<String>, Query), ("size" = Option<i64>, Query)),
    responses((status = 200, body = CardPage)))]
pub(crate) async fn queue(req: Req) -> Answer {
    Ok(json_page(waiting::queue(&req.cx, req.page()).await?, CardJson::from))
}
