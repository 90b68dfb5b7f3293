//! Lists in JSON.

use axum::extract::Path;
use cx::AppError;
use kernel::{ListId, Paged};
use kit::{Answer, Req, json};

use super::body::{self, EditBody, ListBody, ReasonBody, VersionBody};
use super::shape::{CountJson, IdJson, ListDetailJson, ListJson, ListPage, PreviewJson, SentJson, VersionJson};
use crate::actions::{draft, lists as read, preview as price, send, withdraw};

fn id(text: &str) -> Result<ListId, AppError> {
    text.parse().map_err(|_| AppError::NotFound)
}

/// The lists of one's own organisation for a month, the newest first.
#[utoipa::path(get, path = "/api/v1/lists", tag = "lists",
    params(("month" = Option<String>, Query, description = "such as 2026-11; this month if left out"), ("after" = Option<String>, Query), ("size" = Option<i64>, Query)),
    responses((status = 200, body = ListPage)))]
pub(crate) async fn lists(req: Req) -> Answer {
    let month = req.query.opt("month").map_or_else(|| Ok(req.cx.house().month()), body::month)?;
    let page = Paged::of_whole(read::lists(&req.cx, month).await?, &req.page(), |list| list.id.to_string());
    Ok(json(ListPage { items: page.items.into_iter().map(ListJson::from).collect(), next: page.next }))
}

/// Writes a draft.
#[utoipa::path(post, path = "/api/v1/lists", tag = "lists", request_body = ListBody,
    responses((status = 200, body = IdJson), (status = 422, description = "every broken rule is listed")))]
pub(crate) async fn create(req: Req) -> Answer {
    let draft = req.json::<ListBody>()?.read()?;
    let id = draft::create(&req.cx, &req.once(), draft).await?;
    Ok(json(IdJson { id: id.to_string() }))
}

/// One list of one's own organisation or below.
#[utoipa::path(get, path = "/api/v1/lists/{id}", tag = "lists", params(("id" = String, Path)),
    responses((status = 200, body = ListDetailJson), (status = 404, description = "outside the scope")))]
pub(crate) async fn list(req: Req, Path(list): Path<String>) -> Answer {
    Ok(json(ListDetailJson::from(read::list(&req.cx, id(&list)?).await?)))
}

/// Replaces a draft.
#[utoipa::path(put, path = "/api/v1/lists/{id}", tag = "lists", params(("id" = String, Path)), request_body = EditBody,
    responses((status = 200, body = VersionJson), (status = 409, description = "what stands there now"),
        (status = 422, description = "every broken rule is listed")))]
pub(crate) async fn edit(req: Req, Path(list): Path<String>) -> Answer {
    let sent = req.json::<EditBody>()?;
    let version = draft::edit(&req.cx, &req.once(), id(&list)?, sent.version, sent.list.read()?).await?;
    Ok(json(VersionJson { version }))
}

/// What a saved draft would cost.
#[utoipa::path(post, path = "/api/v1/lists/{id}/preview", tag = "lists", params(("id" = String, Path)),
    responses((status = 200, body = PreviewJson), (status = 404, description = "outside the scope")))]
pub(crate) async fn preview(req: Req, Path(list): Path<String>) -> Answer {
    let found = read::list(&req.cx, id(&list)?).await?;
    if !found.own {
        return Err(AppError::NotFound.into());
    }
    Ok(json(PreviewJson::from(price::preview(&req.cx, found.draft).await?)))
}

/// Sends a draft: every organisation of its audience gets all of its items.
#[utoipa::path(post, path = "/api/v1/lists/{id}/sending", tag = "lists", params(("id" = String, Path)),
    request_body = VersionBody,
    responses((status = 200, body = SentJson), (status = 409, description = "edited meanwhile"),
        (status = 422, description = "every obstacle is listed")))]
pub(crate) async fn sending(req: Req, Path(list): Path<String>) -> Answer {
    let sent = req.json::<VersionBody>()?;
    let result = send::send(&req.cx, &req.once(), id(&list)?, sent.version, send::AT_ONCE_MOST).await?;
    Ok(json(SentJson::from(result)))
}

/// Takes a sent list back: whatever is still open of it.
#[utoipa::path(post, path = "/api/v1/lists/{id}/withdrawal", tag = "lists", params(("id" = String, Path)),
    request_body = ReasonBody,
    responses((status = 200, body = CountJson), (status = 409, description = "changed meanwhile"),
        (status = 422, description = "no reason, or not sent")))]
pub(crate) async fn withdrawal(req: Req, Path(list): Path<String>) -> Answer {
    let sent = req.json::<ReasonBody>()?;
    let n = withdraw::withdraw_list(&req.cx, &req.once(), id(&list)?, sent.version, sent.reason).await?;
    Ok(json(CountJson { n }))
}
