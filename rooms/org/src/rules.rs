//! What an organisation is, and how a tree of them changes: pure, told the day, never asking for it.

pub(crate) mod audience;
pub(crate) mod batch;
pub(crate) mod import;
pub(crate) mod kind;
pub(crate) mod replay;
pub(crate) mod state;
pub(crate) mod tree;

#[cfg(test)]
mod tests;

pub use audience::{AUDIENCE_CHOICES_MOST, Audience, Choice, NAMED_MOST};
pub use batch::{Moved, Outcome, Refusal, Shape, What, Wish, apply, judge};
pub use import::{CODE_MOST, ImportRow, NAME_MOST, Planned, WORD_MOST};
pub use kind::{DOMAINS, KINDS, LEVELS};
pub use replay::Change;
pub use state::{Node, State, Symbols, Text};
pub use tree::Tree;
