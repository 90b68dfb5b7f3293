//! The OpenAPI document, put together from the rooms, and the page to try it.

use askama::Template;
use axum::http::header;
use axum::response::{IntoResponse, Response};
use kit::{Answer, Policy, Req, Routes, Shell, W};
use utoipa::{
    Modify, OpenApi,
    openapi::security::{ApiKey, ApiKeyValue, HttpAuthScheme, HttpBuilder, SecurityScheme},
};

/// Routes of the document and its page.
#[must_use]
pub fn routes() -> Routes {
    Routes::new().get("/api/openapi.json", Policy::Public, document).get("/api/docs", Policy::Public, page)
}

#[derive(OpenApi)]
#[openapi(
    info(
        title = "Qingdan 清单",
        description = "The month of a tree of organisations: organisations, task lists (交办单), assignments, statements (晒账单).\n\nAuthorise with a bearer token made under “My account”. Every list takes `after` and `size` and answers `items` and `next`, the key to go on after. The search of documents alone is ordered by rank, which has no key: it takes no `size`, shows at most ten documents a page, and its `next` says how many to pass over. Errors are `application/problem+json` (RFC 9457). Ids are strings. A POST with an `Idempotency-Key` header has one effect however often it is sent within 30 days."
    ),
    modifiers(&Security),
    security(("token" = []), ("session" = []))
)]
struct Base;

struct Security;

impl Modify for Security {
    fn modify(&self, api: &mut utoipa::openapi::OpenApi) {
        let components = api.components.get_or_insert_with(Default::default);
        let bearer = HttpBuilder::new().scheme(HttpAuthScheme::Bearer).build();
        components.add_security_scheme("token", SecurityScheme::Http(bearer));
        let cookie = ApiKey::Cookie(ApiKeyValue::new(kit::SESSION_COOKIE));
        components.add_security_scheme("session", SecurityScheme::ApiKey(cookie));
    }
}

/// The whole document.
#[must_use]
pub fn api() -> utoipa::openapi::OpenApi {
    let mut api = Base::openapi();
    api.info.version = env!("CARGO_PKG_VERSION").to_owned();
    for room in [
        org::Api::openapi(),
        account::Api::openapi(),
        access::Api::openapi(),
        audit::Api::openapi(),
        document::Api::openapi(),
        plan::Api::openapi(),
        target::Api::openapi(),
        reach::Api::openapi(),
        task_list::Api::openapi(),
        reminder::Api::openapi(),
        statement::Api::openapi(),
        meeting::Api::openapi(),
        paper::Api::openapi(),
        desk::Api::openapi(),
    ] {
        api.merge(room);
    }
    api
}

async fn document() -> Response {
    match api().to_json() {
        Ok(text) => ([(header::CONTENT_TYPE, "application/json")], text).into_response(),
        Err(error) => kit::Failure::from(cx::AppError::Internal(error.to_string())).into_response(),
    }
}

#[derive(Template)]
#[template(path = "api_docs.html")]
struct DocsPage {
    s: Shell,
    w: W,
}

async fn page(req: Req) -> Answer {
    req.render(&DocsPage { s: req.shell(), w: req.w })
}
