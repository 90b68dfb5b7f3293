//! Who acts: an account in one of the posts it holds today.

use kernel::{AccountId, OrgId, OrgPath, PostId, Role};

/// A post that an account holds today: the place its rights come from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Seat {
    /// The post.
    pub post: PostId,
    /// What it is called, such as 党委书记.
    pub title: String,
    /// What it is there for.
    pub role: Role,
    /// Its organisation.
    pub org: OrgId,
    /// That organisation's name today.
    pub org_name: String,
    /// Where it stands today.
    pub path: OrgPath,
    /// Whether anything stands, or ever stood, right below it: who has nobody below has nobody to watch.
    pub leads: bool,
}

impl Seat {
    /// A seat at no organisation. Its place is above all roots, which matters to the operator only:
    /// no action lists the role of somebody without a post.
    fn none(role: Role) -> Self {
        Self {
            post: PostId::new(0),
            title: String::new(),
            role,
            org: OrgId::new(0),
            org_name: String::new(),
            path: OrgPath::everything(),
            leads: true,
        }
    }
}

/// Whoever acts in a request: a person in a seat, never a person alone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Actor {
    /// The account.
    pub account: AccountId,
    /// The person's name, for pages only.
    pub name: String,
    /// The seat they act from.
    pub seat: Seat,
}

impl Actor {
    /// Whoever runs a command on the server itself. Its actions are listed by name like all others;
    /// no post carries its role and no session can be opened for it.
    #[must_use]
    pub fn operator() -> Self {
        Self { account: AccountId::new(0), name: String::new(), seat: Seat::none(Role::Operator) }
    }

    /// Whoever is not logged in.
    #[must_use]
    pub fn nobody() -> Self {
        Self::seatless(AccountId::new(0), String::new())
    }

    /// A person who holds no post today: may see their own account, nothing else.
    #[must_use]
    pub fn seatless(account: AccountId, name: String) -> Self {
        Self { account, name, seat: Seat::none(Role::Nobody) }
    }
}
