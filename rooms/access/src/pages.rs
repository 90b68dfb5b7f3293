//! Pages of accounts and posts.

use kit::Routes;

/// Routes of the pages.
pub(crate) fn routes() -> Routes {
    Routes::new()
}
