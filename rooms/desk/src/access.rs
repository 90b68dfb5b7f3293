//! What can be asked of the desk. Its first page is there for whoever is logged in and shows what the rooms let them
//! see; only the hand-over sheet is an action of its own.

use kernel::{Action, Reach, Role};

/// Drawing up the hand-over sheet of one's own organisation or one below.
pub static HAND_OVER: Action =
    Action { name: "desk.hand_over", roles: &[Role::Secretary, Role::Clerk, Role::Leader], reach: Reach::Subtree };

/// Every action of the room.
pub const ACTIONS: &[&Action] = &[&HAND_OVER];
