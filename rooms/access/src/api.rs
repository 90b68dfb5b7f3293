//! JSON of accounts and posts.

use kit::Routes;
use utoipa::OpenApi;

/// Routes of the API.
pub(crate) fn routes() -> Routes {
    Routes::new()
}

/// What this room adds to the description of the API.
#[derive(Debug, OpenApi)]
#[openapi()]
pub struct Api;
