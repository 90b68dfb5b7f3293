//! The tree through its front door: editions in, changes replayed, any day shown.

#[path = "it/real.rs"]
mod real;
#[path = "it/support.rs"]
mod support;
