//! Typed identifiers: one 64-bit integer made by the application, time-ordered, a string in JSON.

use std::{fmt, marker::PhantomData, str::FromStr};

use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// An identifier of one kind of thing; ids of different kinds do not mix.
pub struct Id<K>(i64, PhantomData<fn() -> K>);

/// Kinds of things that have an [`Id`]; alphabetical, append only.
pub mod kind {
    /// A person's account.
    #[derive(Debug)]
    pub enum Account {}
    /// One numbered piece of a document's version.
    #[derive(Debug)]
    pub enum Clause {}
    /// A decision of a meeting.
    #[derive(Debug)]
    pub enum Decision {}
    /// A document (文件): opinion, plan, regulation, procedure.
    #[derive(Debug)]
    pub enum Document {}
    /// One person holding one post from a day to a day.
    #[derive(Debug)]
    pub enum Holder {}
    /// An issue of letters (责任书): what was sent to many at once.
    #[derive(Debug)]
    pub enum Issue {}
    /// One item of a monthly list.
    #[derive(Debug)]
    pub enum Item {}
    /// A monthly list (交办单).
    #[derive(Debug)]
    pub enum List {}
    /// A meeting (例会).
    #[derive(Debug)]
    pub enum Meeting {}
    /// What a five-year plan wants reached in one year.
    #[derive(Debug)]
    pub enum Milestone {}
    /// An organisation, for life, whatever its code or name.
    #[derive(Debug)]
    pub enum Org {}
    /// The milestones of a five-year plan.
    #[derive(Debug)]
    pub enum Plan {}
    /// A post (岗位) of an organisation.
    #[derive(Debug)]
    pub enum Post {}
    /// A target (目标) of an issue of letters.
    #[derive(Debug)]
    pub enum Target {}
    /// One version of a document.
    #[derive(Debug)]
    pub enum Version {}
}

/// Identity of an account.
pub type AccountId = Id<kind::Account>;
/// Identity of a clause.
pub type ClauseId = Id<kind::Clause>;
/// Identity of a decision of a meeting.
pub type DecisionId = Id<kind::Decision>;
/// Identity of a document.
pub type DocumentId = Id<kind::Document>;
/// Identity of a tenure of a post.
pub type HolderId = Id<kind::Holder>;
/// Identity of an issue of letters.
pub type IssueId = Id<kind::Issue>;
/// Identity of an item.
pub type ItemId = Id<kind::Item>;
/// Identity of a list.
pub type ListId = Id<kind::List>;
/// Identity of a meeting.
pub type MeetingId = Id<kind::Meeting>;
/// Identity of a milestone.
pub type MilestoneId = Id<kind::Milestone>;
/// Identity of an organisation.
pub type OrgId = Id<kind::Org>;
/// Identity of a five-year plan's milestones.
pub type PlanId = Id<kind::Plan>;
/// Identity of a post.
pub type PostId = Id<kind::Post>;
/// Identity of a target.
pub type TargetId = Id<kind::Target>;
/// Identity of a version of a document.
pub type VersionId = Id<kind::Version>;

impl<K> Id<K> {
    /// Wraps a stored number.
    #[must_use]
    pub const fn new(raw: i64) -> Self {
        Self(raw, PhantomData)
    }

    /// The number as stored.
    #[must_use]
    pub const fn raw(self) -> i64 {
        self.0
    }
}

// Derives would demand the same of `K`, which is only a mark.
impl<K> Clone for Id<K> {
    fn clone(&self) -> Self {
        *self
    }
}
impl<K> Copy for Id<K> {}
impl<K> PartialEq for Id<K> {
    fn eq(&self, other: &Self) -> bool {
        self.0 == other.0
    }
}
impl<K> Eq for Id<K> {}
impl<K> PartialOrd for Id<K> {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}
impl<K> Ord for Id<K> {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.0.cmp(&other.0)
    }
}
impl<K> std::hash::Hash for Id<K> {
    fn hash<H: std::hash::Hasher>(&self, state: &mut H) {
        self.0.hash(state);
    }
}
impl<K> fmt::Debug for Id<K> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "#{}", self.0)
    }
}
impl<K> fmt::Display for Id<K> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.0)
    }
}
impl<K> FromStr for Id<K> {
    type Err = std::num::ParseIntError;
    fn from_str(s: &str) -> Result<Self, Self::Err> {
        s.parse().map(Self::new)
    }
}
impl<K> Serialize for Id<K> {
    fn serialize<S: Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        // A string: these numbers are beyond 2^53, where JavaScript loses digits.
        s.collect_str(self)
    }
}
impl<'de, K> Deserialize<'de> for Id<K> {
    fn deserialize<D: Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        let text = std::borrow::Cow::<'de, str>::deserialize(d)?;
        text.parse().map_err(|_| serde::de::Error::custom("an id is a whole number written as a string"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_is_a_string_of_digits_outside_and_keeps_all_of_them() {
        let id = OrgId::new(9_007_199_254_740_993);
        assert_eq!(id.to_string(), "9007199254740993");
        assert_eq!("9007199254740993".parse::<OrgId>(), Ok(id));
        assert!("12x".parse::<OrgId>().is_err());
    }
}
