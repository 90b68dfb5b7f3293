//! What can be done in this room, and by whom. What concerns one's own account needs no post.

use kernel::{Action, Reach, Role};

/// Opening an account with a one-time password.
pub static OPEN: Action =
    Action { name: "account.open", roles: &[Role::SystemAdmin, Role::Operator], reach: Reach::Subtree };
/// What only a command on the server may do to any account.
pub static OPERATE: Action = Action { name: "account.operate", roles: &[Role::Operator], reach: Reach::Subtree };

/// All of them, for the printed table of access.
pub const ACTIONS: &[&Action] = &[&OPEN, &OPERATE];
