//! Of what a paper is: the kind, whose it is, and which one.

use std::{fmt, str::FromStr};

use kernel::{DocumentId, IssueId, ListId, MeetingId, Month, OrgId};

use super::kind::Kind;

/// Something that has revisions: `77` for the one that counts, `77.2` for the second.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Edition<I> {
    /// Which it is.
    pub id: I,
    /// The revision; none for the one that counts.
    pub rev: Option<i64>,
}

impl<I: FromStr> Edition<I> {
    fn read(text: &str) -> Option<Self> {
        let (id, rev) = match text.split_once('.') {
            Some((id, rev)) => (id, Some(rev.parse().ok().filter(|rev| *rev > 0)?)),
            None => (text, None),
        };
        Some(Self { id: id.parse().ok()?, rev })
    }
}

impl<I: fmt::Display> fmt::Display for Edition<I> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.rev {
            Some(rev) => write!(f, "{}.{rev}", self.id),
            None => write!(f, "{}", self.id),
        }
    }
}

/// Of what a paper is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Subject {
    /// A list, as this organisation got it.
    List(OrgId, ListId),
    /// The statement of this organisation for a month.
    Statement(OrgId, Month),
    /// The letter that came to this organisation with an issue.
    Letter(OrgId, Edition<IssueId>),
    /// The minutes of a meeting of this organisation.
    Minutes(OrgId, Edition<MeetingId>),
    /// A work procedure of this organisation.
    Procedure(OrgId, Edition<DocumentId>),
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
            Kind::Letter => Self::Letter(org, Edition::read(id)?),
            Kind::Minutes => Self::Minutes(org, Edition::read(id)?),
            Kind::Procedure => Self::Procedure(org, Edition::read(id)?),
        })
    }

    /// Its kind.
    #[must_use]
    pub const fn kind(&self) -> Kind {
        match self {
            Self::List(..) => Kind::List,
            Self::Statement(..) => Kind::Statement,
            Self::Letter(..) => Kind::Letter,
            Self::Minutes(..) => Kind::Minutes,
            Self::Procedure(..) => Kind::Procedure,
        }
    }

    /// Whose it is.
    #[must_use]
    pub const fn org(&self) -> OrgId {
        match self {
            Self::List(org, _)
            | Self::Statement(org, _)
            | Self::Letter(org, _)
            | Self::Minutes(org, _)
            | Self::Procedure(org, _) => *org,
        }
    }

    /// Which one of its kind and organisation.
    #[must_use]
    pub fn id(&self) -> String {
        match self {
            Self::List(_, list) => list.to_string(),
            Self::Statement(_, month) => month.to_string(),
            Self::Letter(_, letter) => letter.to_string(),
            Self::Minutes(_, meeting) => meeting.to_string(),
            Self::Procedure(_, document) => document.to_string(),
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
        for address in [
            "list/1001/77",
            "statement/1001/2026-11",
            "letter/1001/77",
            "letter/1001/77.2",
            "minutes/1001/78.1",
            "procedure/1001/79",
        ] {
            let mut parts = address.split('/');
            let mut part = || parts.next().unwrap();
            let subject = Subject::parse(part(), part(), part()).unwrap();
            assert_eq!(subject.path(), format!("/papers/{address}"));
        }
        for (kind, org, id) in [
            ("lists", "1", "1"),
            ("list", "x", "1"),
            ("statement", "1", "2026-13"),
            ("list", "1", ""),
            ("list", "1", "7.1"),
            ("letter", "1", "7."),
            ("letter", "1", "7.0"),
            ("minutes", "1", "7.1.1"),
        ] {
            assert_eq!(Subject::parse(kind, org, id), None, "{kind}/{org}/{id}");
        }
    }
}
