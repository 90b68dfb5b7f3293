//! Of what a paper is: the kind, whose it is, and which one.

use kernel::{ListId, Month, OrgId};

use super::kind::Kind;

/// Of what a paper is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Subject {
    /// A list, as this organisation got it.
    List(OrgId, ListId),
    /// The statement of this organisation for a month.
    Statement(OrgId, Month),
}

impl Subject {
    /// The subject of an address `/papers/{kind}/{org}/{id}`.
    #[must_use]
    pub fn parse(kind: &str, org: &str, id: &str) -> Option<Self> {
        Self::of(Kind::of_code(kind)?, org.parse().ok()?, id)
    }

    /// The subject of a kind with this id.
    #[must_use]
    pub fn of(kind: Kind, org: OrgId, id: &str) -> Option<Self> {
        Some(match kind {
            Kind::List => Self::List(org, id.parse().ok()?),
            Kind::Statement => Self::Statement(org, id.parse().ok()?),
        })
    }

    /// Its kind.
    #[must_use]
    pub const fn kind(&self) -> Kind {
        match self {
            Self::List(..) => Kind::List,
            Self::Statement(..) => Kind::Statement,
        }
    }

    /// Whose it is.
    #[must_use]
    pub const fn org(&self) -> OrgId {
        match self {
            Self::List(org, _) | Self::Statement(org, _) => *org,
        }
    }

    /// Which one of its kind and organisation.
    #[must_use]
    pub fn id(&self) -> String {
        match self {
            Self::List(_, list) => list.to_string(),
            Self::Statement(_, month) => month.to_string(),
        }
    }

    /// The address of its page.
    #[must_use]
    pub fn path(&self) -> String {
        format!("/papers/{}/{}/{}", self.kind(), self.org(), self.id())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_subject_is_read_from_its_address_and_nothing_else_is() {
        for address in ["list/1001/77", "statement/1001/2026-11"] {
            let mut parts = address.split('/');
            let mut part = || parts.next().unwrap();
            let subject = Subject::parse(part(), part(), part()).unwrap();
            assert_eq!(subject.path(), format!("/papers/{address}"));
        }
        for (kind, org, id) in
            [("lists", "1", "1"), ("list", "x", "1"), ("statement", "1", "2026-13"), ("list", "1", "")]
        {
            assert_eq!(Subject::parse(kind, org, id), None, "{kind}/{org}/{id}");
        }
    }
}
