//! The first page: what each role has to see first. It reads all rooms; nothing uses it.
//!
//! Words: 本月要办 due this month, 工作台 desk.
//! Life: none; it changes nothing itself.
//! Tables owned: none
//! Tables read: none; it asks the rooms
//! Used by: server

pub mod access;
mod pages;

pub use access::ACTIONS;

/// The room has no part in the JSON interface.
#[derive(Debug, utoipa::OpenApi)]
pub struct Api;

/// The room has no statements of its own.
pub const STATEMENTS: &[(&str, &str)] = &[];

/// The sentences of this room.
pub const WORDS: &str = include_str!("words.toml");

/// The first page.
#[must_use]
pub fn routes() -> kit::Routes {
    pages::routes()
}
