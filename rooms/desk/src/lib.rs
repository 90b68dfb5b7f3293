//! A room whose faces are being written.
use utoipa::OpenApi;
/// No documented routes yet.
#[derive(OpenApi)]
pub struct Api;
/// No actions yet.
pub const ACTIONS: &[&kernel::Action] = &[];
/// No statements yet.
pub const STATEMENTS: &[(&str, &str)] = &[];
/// No words yet.
pub const WORDS: &str = "";
/// No routes yet.
#[must_use]
pub fn routes() -> kit::Routes { kit::Routes::new() }
