//! The JSON interface under `/api/v1`.

use kit::Routes;

/// The description of this room's interface.
#[derive(utoipa::OpenApi, Debug)]
#[openapi()]
pub struct Api;

/// Its routes.
pub(crate) fn routes() -> Routes {
    Routes::new()
}
