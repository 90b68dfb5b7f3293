//! Statements whose text depends on how many values they carry.

pub(crate) use db::{LIST_MOST, Shape, rows};
