//! What a batch is of: all lists of an issue, all letters of an issue, all statements of a branch and month.

use kernel::{IssueId, ListId, Month, OrgId};

use super::{
    address::{Edition, Subject},
    kind::Kind,
};

/// Papers of one batch at most.
pub(crate) const PAPERS_MOST: i64 = 20_000;
/// Batches that one account may have waiting or at work.
pub(crate) const OPEN_MOST: i64 = 3;
/// Days for which a finished file is kept.
pub(crate) const KEEP_DAYS: i64 = 7;
/// Runs after which a batch is given up.
pub(crate) const TRIES_MOST: i64 = 3;
/// Milliseconds without a sign of life after which another run takes a batch over.
pub(crate) const STALE_MS: i64 = 120_000;
/// Papers that could not be printed that a batch names; more are only counted.
pub(crate) const REFUSED_SHOWN: usize = 50;

/// What a batch is of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Of {
    /// A list, as each of its recipients got it.
    List(OrgId, ListId),
    /// The letters of an issue.
    Letters(OrgId, IssueId),
    /// What the organisations of a branch published of a month.
    Statements(OrgId, Month),
}

impl Of {
    /// What an order of this kind, organisation and id is of.
    #[must_use]
    pub fn read(kind: &str, org: OrgId, id: &str) -> Option<Self> {
        Some(match Kind::of_code(kind)? {
            Kind::List => Self::List(org, id.parse().ok()?),
            Kind::Letter => Self::Letters(org, id.parse().ok()?),
            Kind::Statement => Self::Statements(org, id.parse().ok()?),
            Kind::Minutes | Kind::Procedure => return None,
        })
    }

    /// Kind of its papers.
    #[must_use]
    pub const fn kind(&self) -> Kind {
        match self {
            Self::List(..) => Kind::List,
            Self::Letters(..) => Kind::Letter,
            Self::Statements(..) => Kind::Statement,
        }
    }

    /// Whose list, issue or branch it is.
    #[must_use]
    pub const fn org(&self) -> OrgId {
        match self {
            Self::List(org, _) | Self::Letters(org, _) | Self::Statements(org, _) => *org,
        }
    }

    /// Which list, issue or month.
    #[must_use]
    pub fn id(&self) -> String {
        match self {
            Self::List(_, list) => list.to_string(),
            Self::Letters(_, issue) => issue.to_string(),
            Self::Statements(_, month) => month.to_string(),
        }
    }

    /// The paper of one organisation.
    #[must_use]
    pub(crate) const fn one(&self, org: OrgId) -> Subject {
        match self {
            Self::List(_, list) => Subject::List(org, *list),
            Self::Letters(_, issue) => Subject::Letter(org, Edition { id: *issue, rev: None }),
            Self::Statements(_, month) => Subject::Statement(org, *month),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_order_is_read_back_and_minutes_and_procedures_are_not_printed_in_batches() {
        let org = OrgId::new(7);
        for (kind, id) in [("list", "77"), ("letter", "78"), ("statement", "2026-11")] {
            let of = Of::read(kind, org, id).unwrap();
            assert_eq!((of.kind().code(), of.org(), of.id().as_str()), (kind, org, id));
            assert_eq!(of.one(OrgId::new(8)).org(), OrgId::new(8));
        }
        for (kind, id) in [("minutes", "1"), ("procedure", "1"), ("list", "x"), ("statement", "2026-13"), ("", "1")] {
            assert_eq!(Of::read(kind, org, id), None, "{kind} {id}");
        }
    }
}
