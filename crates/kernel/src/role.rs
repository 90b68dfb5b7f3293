//! Roles, actions and the one pure decision of authorisation.
//!
//! A right belongs to a post: a role at one organisation. What it may do there, and how far below,
//! is said by an [`Action`]; [`Action::allows`] is the whole policy. There is no role above all.

use std::fmt;

use crate::OrgPath;

/// What the holder of a post is there for (`product.md`, “Who uses it”).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Role {
    /// 书记: first responsible for the organisation; signs, publishes.
    Secretary,
    /// 经办人: does the organisation's work in the system.
    Clerk,
    /// 领导: reads and remarks; changes nothing below.
    Leader,
    /// 系统管理员: accounts and posts; sees no business data.
    SystemAdmin,
    /// 安全管理员: policies, sessions, second approval; sees no business data.
    SecurityAdmin,
    /// 审计管理员: reads the audit trail; sees no business data.
    AuditAdmin,
    /// Nobody logged in, or a person whose posts have all ended. May see public pages and their own account.
    Nobody,
    /// Whoever runs a command on the server itself. Cannot be given to a post and cannot log in.
    Operator,
}

impl Role {
    /// Every role that a post may carry.
    pub const OF_POSTS: [Self; 6] =
        [Self::Secretary, Self::Clerk, Self::Leader, Self::SystemAdmin, Self::SecurityAdmin, Self::AuditAdmin];

    /// The stored code.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Secretary => "secretary",
            Self::Clerk => "clerk",
            Self::Leader => "leader",
            Self::SystemAdmin => "system_admin",
            Self::SecurityAdmin => "security_admin",
            Self::AuditAdmin => "audit_admin",
            Self::Nobody => "nobody",
            Self::Operator => "operator",
        }
    }

    /// The role of a post by its stored code; the operator's is not among them.
    #[must_use]
    pub fn of_post(code: &str) -> Option<Self> {
        Self::OF_POSTS.into_iter().find(|r| r.code() == code)
    }

    /// Whether this is one of the three administrators, who are mutually exclusive and see no business data.
    #[must_use]
    pub const fn is_admin(self) -> bool {
        matches!(self, Self::SystemAdmin | Self::SecurityAdmin | Self::AuditAdmin)
    }
}

impl fmt::Display for Role {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

/// How far from the post's own organisation an action reaches.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reach {
    /// The post's own organisation only.
    Own,
    /// Its own organisation and all below.
    Subtree,
    /// Strictly below its own organisation.
    Below,
}

/// One thing that can be done, who may do it, and how far. Each room lists its own.
#[derive(Debug)]
pub struct Action {
    /// `room.verb`, unique in the program.
    pub name: &'static str,
    /// Roles that may.
    pub roles: &'static [Role],
    /// How far from their own organisation.
    pub reach: Reach,
}

impl Action {
    /// Whether a post with `role` at `post_at` may do this to something that belongs to `target`.
    #[must_use]
    pub fn allows(&self, role: Role, post_at: &OrgPath, target: &OrgPath) -> bool {
        self.roles.contains(&role)
            && match self.reach {
                Reach::Own => post_at == target || role == Role::Operator,
                Reach::Subtree => post_at.contains(target),
                Reach::Below => post_at.is_above(target),
            }
    }

    /// Whether the role may ever do this: what menus ask.
    #[must_use]
    pub fn is_for(&self, role: Role) -> bool {
        self.roles.contains(&role)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_right_reaches_down_its_own_branch_and_nowhere_else() {
        let verify = Action { name: "test.verify", roles: &[Role::Clerk], reach: Reach::Below };
        let county = OrgPath::parse("0001/0002/").unwrap();
        let village = OrgPath::parse("0001/0002/0003/0004/").unwrap();
        let sibling = OrgPath::parse("0001/0003/").unwrap();
        assert!(verify.allows(Role::Clerk, &county, &village));
        assert!(!verify.allows(Role::Clerk, &county, &county));
        assert!(!verify.allows(Role::Clerk, &village, &county));
        assert!(!verify.allows(Role::Clerk, &county, &sibling));
        assert!(!verify.allows(Role::Secretary, &county, &village));
    }

    #[test]
    fn no_post_can_carry_the_operators_role() {
        assert_eq!(Role::of_post("operator"), None);
        assert_eq!(Role::of_post("clerk"), Some(Role::Clerk));
    }
}
