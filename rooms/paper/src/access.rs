//! Who may print papers. What somebody may print, the room of its subject decides.

use kernel::{Action, Reach, Role};

/// Printing what one may read. The register is kept at one's own desk: hence the reach.
pub static PRINT: Action = Action {
    name: "paper.print",
    roles: &[Role::Secretary, Role::Clerk, Role::Leader, Role::Operator],
    reach: Reach::Own,
};
/// Changing what papers say and how they look, for a whole tree: at its root, by the one administrator who keeps the
/// system and sees none of its business.
pub static TEMPLATE: Action = Action { name: "paper.template", roles: &[Role::SystemAdmin], reach: Reach::Own };
/// Every action of the room.
pub const ACTIONS: &[&Action] = &[&PRINT, &TEMPLATE];
