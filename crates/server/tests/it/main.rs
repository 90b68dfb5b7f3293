//! What only the whole house can show: every route, every statement, the schema, the access matrix,
//! the command line, the browser.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on must fail")]

mod axe;
mod board;
mod browser;
mod browser_docs;
mod browser_keys;
mod browser_letters;
mod cli;
mod coverage;
mod demo;
mod documents;
mod doors;
mod forbidden;
mod hostile;
mod house;
mod joins;
mod month;
mod operations;
mod planted;
mod record;
mod schema;
mod statements;
