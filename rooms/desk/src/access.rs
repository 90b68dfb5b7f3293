//! The desk lists no action: its page is there for whoever is logged in, and shows what the rooms let
//! them see.

use kernel::Action;

/// No actions of its own.
pub const ACTIONS: &[&Action] = &[];
