//! Reach (传导): where each target went, through letters and through items of the month, and whether it arrived.
//!
//! Words: reach 到达率, cascade 层层传导, carried on 接续, cut 不分解, stops here 停在此处, waits for a signature 待签,
//! arrived 已到达, not arrived 未到达.
//! Life: none of its own; everything is worked out from letters and assignments when somebody looks.
//! Tables owned: none
//! Tables read: org; letters and items through their rooms
//! Used by: server.

pub mod access;
mod actions;
mod api;
mod pages;
mod rules;
mod store;

pub use access::ACTIONS;
pub use actions::{
    cascade::{CascadeView, Row, cascade},
    year::{TargetReach, year},
};
pub use api::Api;
pub use rules::{Fate, Flow, Picture, Reach, Trace};
pub use store::STATEMENTS;

/// The pages and the API of the room.
#[must_use]
pub fn routes() -> kit::Routes {
    pages::routes().and(api::routes())
}

/// The sentences of the room.
pub const WORDS: &str = include_str!("words.toml");
