//! What papers are called, how they are numbered and checked. Pure.

pub(crate) mod address;
pub(crate) mod code;
pub(crate) mod kind;
pub(crate) mod name;
pub(crate) mod order;
pub(crate) mod template;
