//! What can be done about accounts and posts, by whom, how far.

use kernel::{Action, Reach, Role};

/// Giving and taking posts, by the administrator of a place for all below it, or by the operator.
const ADMIN: &[Role] = &[Role::SystemAdmin, Role::Operator];
/// Watching over accounts.
const WATCH: &[Role] = &[Role::SystemAdmin, Role::SecurityAdmin, Role::Operator];

/// Reading who holds which post: everybody in their own branch.
pub static VIEW_POSTS: Action = Action {
    name: "access.view_posts",
    roles: &[Role::Secretary, Role::Clerk, Role::Leader, Role::SystemAdmin, Role::SecurityAdmin],
    reach: Reach::Subtree,
};
/// Reading accounts and what they hold.
pub static VIEW_ACCOUNTS: Action = Action { name: "access.view_accounts", roles: WATCH, reach: Reach::Subtree };
/// Opening an account.
pub static OPEN_ACCOUNT: Action = Action { name: "access.open_account", roles: ADMIN, reach: Reach::Subtree };
/// Issuing a one-time password.
pub static RESET: Action = Action { name: "access.reset", roles: ADMIN, reach: Reach::Subtree };
/// Disabling an account, enabling it again, ending its sessions.
pub static HALT: Action = Action { name: "access.halt", roles: WATCH, reach: Reach::Subtree };
/// Creating a post.
pub static CREATE_POST: Action = Action { name: "access.create_post", roles: ADMIN, reach: Reach::Subtree };
/// Ending a post.
pub static END_POST: Action = Action { name: "access.end_post", roles: ADMIN, reach: Reach::Subtree };
/// Appointing a person to a post.
pub static APPOINT: Action = Action { name: "access.appoint", roles: ADMIN, reach: Reach::Subtree };
/// Relieving a person of a post.
pub static RELIEVE: Action = Action { name: "access.relieve", roles: ADMIN, reach: Reach::Subtree };
/// Confirming or refusing what another administrator wants to grant: the second person.
pub static DECIDE: Action = Action { name: "access.decide", roles: &[Role::SecurityAdmin], reach: Reach::Subtree };
/// Setting up a new database.
pub static START: Action = Action { name: "access.start", roles: &[Role::Operator], reach: Reach::Subtree };

/// All of them, for the printed table of access.
pub const ACTIONS: &[&Action] = &[
    &VIEW_POSTS,
    &VIEW_ACCOUNTS,
    &OPEN_ACCOUNT,
    &RESET,
    &HALT,
    &CREATE_POST,
    &END_POST,
    &APPOINT,
    &RELIEVE,
    &DECIDE,
    &START,
];
