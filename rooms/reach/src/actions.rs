//! What can be asked about the way of targets. Everything is read; nothing is kept.

pub(crate) mod cascade;
pub(crate) mod trail;
pub(crate) mod year;
