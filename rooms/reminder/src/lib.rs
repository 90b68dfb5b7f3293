//! Reminders (提醒): whoever sent a list reminds those who still owe something of it, and nobody else.
//!
//! Words: 提醒 remind, 还未上报 still owed.
//! Life: a reminder is written once and never changed. It is shown from an hour at which people may be disturbed
//! (working days, 08:00 to 20:00) for as long as something of its list is owed; that is asked of the assignments, so
//! there is no second place for it. Who looked at it is not kept.
//! Tables owned: reminder
//! Tables read: task_list, item, assignment; the calendar of working days and names through their rooms
//! Used by: desk, server.

pub mod access;
mod actions;
mod api;
pub mod pages;
mod rules;
mod store;

pub use access::ACTIONS;
pub use actions::{
    open::open,
    outlook::{Outlook, outlook},
    remind::{Reminded, remind},
};
pub use api::Api;
pub use rules::{Owed, Reminder};
pub use store::STATEMENTS;

/// The pages and the API of the room.
#[must_use]
pub fn routes() -> kit::Routes {
    pages::routes().and(api::routes())
}

/// The sentences of the room.
pub const WORDS: &str = include_str!("words.toml");
