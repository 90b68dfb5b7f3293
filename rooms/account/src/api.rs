//! JSON of one's own account.

use axum::extract::Path;
use cx::AppError;
use kernel::Paged;
use kit::{Answer, Listed, Policy, Req, Routes, json, json_page};
use serde::{Deserialize, Serialize};
use utoipa::{OpenApi, ToSchema};

use crate::{
    actions::{SessionRow, TokenRow, manage, sessions, tokens},
    rules::token::NewToken,
};

/// Routes of the API.
pub(crate) fn routes() -> Routes {
    Routes::new()
        .get("/api/v1/me", Policy::Account, me)
        .get("/api/v1/me/sessions", Policy::Account, my_sessions)
        .get("/api/v1/me/tokens", Policy::Account, my_tokens)
        .post("/api/v1/me/tokens", Policy::Account, create_token)
        .delete("/api/v1/me/tokens/{token}", Policy::Account, revoke_token)
}

/// What this room adds to the description of the API.
#[derive(Debug, OpenApi)]
#[openapi(
    paths(me, my_sessions, my_tokens, create_token, revoke_token),
    components(schemas(Me, SeatShape, SessionShape, TokenShape, WantedToken, MadeToken))
)]
pub struct Api;

/// Whoever calls.
#[derive(Debug, Serialize, ToSchema)]
struct Me {
    /// Id of the account.
    id: String,
    login: String,
    name: String,
    /// `zh` or `en`.
    language: String,
    /// Whether the password must be changed before anything else.
    must_change: bool,
    /// The post that this request acts from, if one.
    acting_from: Option<String>,
    seats: Vec<SeatShape>,
}

/// A post held today.
#[derive(Debug, Serialize, ToSchema)]
struct SeatShape {
    post: String,
    title: String,
    role: &'static str,
    org: String,
    org_name: String,
}

/// A live session.
#[derive(Debug, Serialize, ToSchema)]
struct SessionShape {
    /// By which it is ended; opens nothing.
    id: String,
    agent: String,
    /// RFC 3339, UTC.
    created_at: String,
    seen_at: String,
    until: String,
    /// Whether it is the one this request came with.
    current: bool,
}

/// A live token.
#[derive(Debug, Serialize, ToSchema)]
struct TokenShape {
    id: String,
    label: String,
    post: String,
    may_write: bool,
    created_at: String,
    until: String,
}

/// A token to be made for the post acted from.
#[derive(Debug, Deserialize, ToSchema)]
struct WantedToken {
    /// 1 to 60 characters.
    label: String,
    /// 1 to 365.
    days: i64,
    #[serde(default)]
    may_write: bool,
}

/// A token just made.
#[derive(Debug, Serialize, ToSchema)]
struct MadeToken {
    /// The secret: shown this once, kept nowhere.
    token: String,
}

#[utoipa::path(get, path = "/api/v1/me", responses((status = 200, body = Me)))]
async fn me(req: Req) -> Answer {
    let account = manage::mine(&req.cx).await?;
    let acting = req.cx.actor().seat.post;
    let seats = req.caller.iter().flat_map(|c| &c.seats).map(|s| SeatShape {
        post: s.post.to_string(),
        title: s.title.clone(),
        role: s.role.code(),
        org: s.org.to_string(),
        org_name: s.org_name.clone(),
    });
    Ok(json(Me {
        id: account.id.to_string(),
        login: account.login,
        name: account.name,
        language: account.language,
        must_change: account.must_change,
        acting_from: (acting.raw() != 0).then(|| acting.to_string()),
        seats: seats.collect(),
    }))
}

#[utoipa::path(get, path = "/api/v1/me/sessions", params(("after" = Option<String>, Query), ("size" = Option<i64>, Query)),
    responses((status = 200, body = Listed<SessionShape>)))]
async fn my_sessions(req: Req) -> Answer {
    let current = req.caller.as_ref().map(|c| c.token_hash.clone()).unwrap_or_default();
    let rows = sessions::list(&req.cx).await?;
    let shape = |s: SessionRow| SessionShape {
        id: s.hash[..sessions::MARK].to_owned(),
        current: s.hash == current,
        agent: s.agent,
        created_at: s.created_at.rfc3339(),
        seen_at: s.seen_at.rfc3339(),
        until: s.until.rfc3339(),
    };
    let page = Paged::of_whole(rows, &req.page(), |s| s.hash[..sessions::MARK].to_owned());
    Ok(json_page(page, shape))
}

#[utoipa::path(get, path = "/api/v1/me/tokens", params(("after" = Option<String>, Query), ("size" = Option<i64>, Query)),
    responses((status = 200, body = Listed<TokenShape>)))]
async fn my_tokens(req: Req) -> Answer {
    let rows = tokens::list(&req.cx).await?;
    let shape = |t: TokenRow| TokenShape {
        id: t.hash[..sessions::MARK].to_owned(),
        label: t.label,
        post: t.post.to_string(),
        may_write: t.may_write,
        created_at: t.created_at.rfc3339(),
        until: t.until.rfc3339(),
    };
    let page = Paged::of_whole(rows, &req.page(), |t| t.hash[..sessions::MARK].to_owned());
    Ok(json_page(page, shape))
}

/// A token makes no tokens: that takes a person with a session.
#[utoipa::path(post, path = "/api/v1/me/tokens", request_body = WantedToken, responses((status = 200, body = MadeToken)))]
async fn create_token(req: Req) -> Answer {
    let caller = req.caller.as_ref().filter(|c| !c.csrf.is_empty() && !c.must_change);
    caller.ok_or(AppError::Forbidden("account.create_token"))?;
    let wanted: WantedToken = req.json()?;
    let now = req.cx.house().now();
    let token = NewToken::of(&wanted.label, &wanted.days.to_string(), wanted.may_write, now)?;
    Ok(json(MadeToken { token: tokens::create(&req.cx, token).await? }))
}

#[utoipa::path(delete, path = "/api/v1/me/tokens/{token}", params(("token" = String, Path)), responses((status = 200)))]
async fn revoke_token(req: Req, Path(token): Path<String>) -> Answer {
    tokens::revoke(&req.cx, &token).await?;
    Ok(json(serde_json::json!({})))
}
