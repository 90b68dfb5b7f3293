//! The rules of statements: facts, the canonical text and its seal, when a month closes, what a text
//! may not hold, and what differs between two revisions. Nothing here reads a clock or a database.

pub mod canonical;
pub mod compare;
pub mod correction;
pub mod facts;
pub mod month;
pub mod personal;
pub mod seen;
pub mod texts;
