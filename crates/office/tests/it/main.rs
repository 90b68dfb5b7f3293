//! The crate seen from outside: files as users have them go in, rows and faults come out.

mod cells;
mod convert;
mod hostile;
mod open;
mod properties;
mod prose;
mod support;
mod write;
