//! What can be done with the tree, by whom, how far.

use kernel::{Action, Reach, Role};

/// Looking at organisations: one's own and all below.
pub static VIEW: Action = Action {
    name: "org.view",
    roles: &[Role::Secretary, Role::Clerk, Role::Leader, Role::Operator],
    reach: Reach::Subtree,
};
/// Adding, altering, moving, merging, dissolving what stands below one's own organisation.
/// The action demands besides that the clerk's own organisation is a county or higher.
pub static CHANGE: Action = Action { name: "org.change", roles: &[Role::Clerk, Role::Operator], reach: Reach::Below };
/// Putting tags on organisations and taking them off.
pub static TAG: Action = Action { name: "org.tag", roles: &[Role::Clerk, Role::Operator], reach: Reach::Subtree };
/// Importing an edition of the tree: the operator anything, a clerk what stands below their own organisation, which
/// must be a county or higher, as with [`CHANGE`].
pub static IMPORT: Action = Action { name: "org.import", roles: &[Role::Clerk, Role::Operator], reach: Reach::Subtree };
/// Replaying a list of changes, loading aliases.
pub static REPLAY: Action = Action { name: "org.replay", roles: &[Role::Operator], reach: Reach::Subtree };

/// All actions of the room.
pub const ACTIONS: &[&Action] = &[&VIEW, &CHANGE, &TAG, &IMPORT, &REPLAY];
