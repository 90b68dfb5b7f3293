//! Who may read the record: the audit administrator, and nobody else.

use kernel::{Action, Reach, Role};

/// Reading the record of a place and all below it.
pub static READ: Action = Action { name: "audit.read", roles: &[Role::AuditAdmin], reach: Reach::Subtree };

/// All of them, for the printed table of access.
pub const ACTIONS: &[&Action] = &[&READ];
