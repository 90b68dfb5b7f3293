//! The rules of statements: facts, the canonical text and its seal, when a month closes, what a text
//! may not hold, and what differs between two revisions. Nothing here reads a clock or a database.

mod address;
pub mod canonical;
pub(crate) mod compare;
pub(crate) mod correction;
pub(crate) mod facts;
pub(crate) mod month;
pub mod personal;
pub(crate) mod seen;
pub(crate) mod texts;
