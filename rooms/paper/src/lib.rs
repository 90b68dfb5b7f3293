//! Official papers (公文): what other rooms hold, on paper, with a number and a code by which anyone can check it.
//!
//! Words: paper 公文, kind 文种, wording 文稿, register 登记簿, check code 核验码.
//! Life: a paper is made when its subject is first printed as it stands and never changes; when the subject changes,
//! printing it makes a new one, and the older is told to be superseded.
//! Tables owned: paper, paper_code
//! Tables read: org (what it prints, it reads through the front doors of the other rooms)
//! Used by: server

pub mod access;
mod actions;
mod api;
mod pages;
mod rules;
mod store;

pub use access::ACTIONS;
pub use actions::{
    check::{Checked, check},
    fonts::use_fonts,
    print::{Printed, print},
};
pub use api::Api;
pub use rules::{
    address::{Edition, Subject},
    kind::{Format, Kind},
};
pub use store::STATEMENTS;

/// The sentences of this room.
pub const WORDS: &str = include_str!("words.toml");

/// The pages and the API of this room.
#[must_use]
pub fn routes() -> kit::Routes {
    pages::routes().and(api::routes())
}
