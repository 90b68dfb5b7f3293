//! The tree through its front door: editions in, changes replayed, any day shown.
#![expect(clippy::unwrap_used, reason = "a story that fails stops there")]

#[path = "it/changes.rs"]
mod changes;
#[path = "it/dirt.rs"]
mod dirt;
#[path = "it/faces.rs"]
mod faces;
#[path = "it/find.rs"]
mod find;
#[path = "it/import_page.rs"]
mod import_page;
#[path = "it/real.rs"]
mod real;
#[path = "it/scope.rs"]
mod scope;
#[path = "it/single.rs"]
mod single;
#[path = "it/statements.rs"]
mod statements;
#[path = "it/support.rs"]
mod support;
