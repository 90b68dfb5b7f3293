//! Reading the record of what happened: search, open one record, export. The context writes it, with every change.
//!
//! Words: happening 记录, kind 事项, result 结果 (done or refused).
//! Life: a happening is written once and never changed.
//! Tables owned: none
//! Tables read: happening, org, account
//! Used by: nobody

pub mod access;
mod actions;
mod api;
mod pages;
mod rules;
mod say;
mod store;

pub use access::ACTIONS;
pub use api::Api;
pub use store::STATEMENTS;

/// The sentences of this room.
pub const WORDS: &str = include_str!("words.toml");

/// Pages and API of this room.
#[must_use]
pub fn routes() -> kit::Routes {
    pages::routes().and(api::routes())
}
