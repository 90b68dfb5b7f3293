//! What is drawn from all rooms at once: the first page of each role, and the hand-over sheet of an organisation. It
//! reads all rooms; nothing uses it.
//!
//! Words: 本月要办 due this month, 工作台 desk, 交接单 hand-over sheet, 移交人 / 接收人 / 监交人 who hands over, receives,
//! witnesses.
//! Life: none; it changes nothing itself.
//! Tables owned: none
//! Tables read: none; it asks the rooms
//! Used by: server

pub mod access;
mod actions;
mod api;
mod pages;

pub use crate::access::ACTIONS;
pub use actions::{
    first::{Urgent, is_near},
    hand_over::{HandOver, MOST, Promise, Upto, hand_over},
};
pub use api::Api;

/// The room has no statements of its own.
pub const STATEMENTS: &[(&str, &str)] = &[];

/// The sentences of this room.
pub const WORDS: &str = include_str!("words.toml");

/// The pages and the API of the room.
#[must_use]
pub fn routes() -> kit::Routes {
    pages::routes().and(api::routes())
}
