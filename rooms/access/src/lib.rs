//! Posts of organisations and who holds them from when to when: rights follow the post and end with it.
//!
//! Words: post 岗位, holder 任职人, appoint 任职, relieve 免职, grant request 待复核的授权, the three administrators 三员.
//! Life: a post is created and ended; a person is appointed to it and relieved of it; at county level and above,
//! and for administrators everywhere, an appointment waits until a security administrator confirms or refuses it.
//! Tables owned: post, holder, grant_request
//! Tables read: org, account
//! Used by: desk, the command line, the demo

pub mod access;
mod actions;
mod api;
mod pages;
mod rules;
mod store;

pub use access::ACTIONS;
pub use actions::{
    Outcome,
    appoint::{Appointment, appoint},
    decide::{confirm, refuse},
    first::{First, Firsts, Responsible, responsible},
    plant::{Newcomer, PlantedPost, add_person, plant},
    post::{create_post, end_post},
    relieve::relieve,
    start::{FirstAdministrator, first_administrators},
    terms::{PostTerms, Tenure, terms_in},
};
pub use api::Api;
pub use rules::NewPost;
pub use store::STATEMENTS;

/// The sentences of this room.
pub const WORDS: &str = include_str!("words.toml");

/// Pages and API of this room.
#[must_use]
pub fn routes() -> kit::Routes {
    pages::routes().and(api::routes())
}
