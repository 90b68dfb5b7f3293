//! Who comes besides the organisation itself: a choice over its subtree, and single posts.

use kernel::{Fault, Faults, OrgId, PostId, Role};
use task_list::Audience;

/// The most single posts of one invitation.
pub(crate) const POSTS_MOST: usize = 200;

/// An invitation, as data: looked up again each time a meeting is made.
#[derive(Debug, Clone, PartialEq, Eq, Default, serde::Serialize, serde::Deserialize)]
pub struct Invited {
    /// Organisations of the subtree.
    #[serde(default)]
    pub audience: Audience,
    /// Code of the role whose post is meant in each of them; empty = whoever.
    #[serde(default)]
    pub role: String,
    /// Posts invited one by one: (organisation, post).
    #[serde(default)]
    pub posts: Vec<(OrgId, PostId)>,
}

impl Invited {
    /// Roles that can be meant, and nobody in particular.
    pub const ROLES: [&'static str; 4] = ["", Role::Secretary.code(), Role::Clerk.code(), Role::Leader.code()];

    /// The canonical text: what is stored.
    #[must_use]
    pub fn canonical(&self) -> String {
        serde_json::to_string(self).unwrap_or_else(|_| "{}".to_owned())
    }

    /// Reads a stored invitation; what cannot be read invites nobody.
    #[must_use]
    pub fn stored(json: &str) -> Self {
        serde_json::from_str(json).unwrap_or_default()
    }

    /// Limits of numbers and codes.
    #[must_use]
    pub fn check(&self) -> Faults {
        let mut faults = self.audience.check();
        if !Self::ROLES.contains(&self.role.as_str()) {
            faults.push(Fault::of("role", "not_a_choice"));
        }
        if self.posts.len() > POSTS_MOST {
            faults.push(Fault::of("named", "meeting_posts_most").with("most", POSTS_MOST));
        }
        faults
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_invitation_reads_back_and_knows_its_roles() {
        let posts = vec![(OrgId::new(1), PostId::new(2))];
        let invited = Invited { role: "secretary".to_owned(), posts, ..Invited::default() };
        assert_eq!(Invited::stored(&invited.canonical()), invited);
        assert!(invited.check().is_empty());
        assert_eq!(Invited::stored("?"), Invited::default());
        let admin = Invited { role: "system_admin".to_owned(), ..Invited::default() };
        assert_eq!(admin.check()[0].code, "not_a_choice");
    }
}
