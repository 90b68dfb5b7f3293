//! Who may look where targets went: whoever may read letters and lists, within their own branch.

use kernel::{Action, Reach, Role};

/// Looking where targets went.
pub static READ: Action =
    Action { name: "reach.read", roles: &[Role::Secretary, Role::Clerk, Role::Leader], reach: Reach::Subtree };

/// Every action of the room.
pub const ACTIONS: &[&Action] = &[&READ];
