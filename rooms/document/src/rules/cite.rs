//! Who rests on a clause.

use kernel::{ClauseId, OrgId};

/// What rests on a clause: a milestone, a target, an item …
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Citing {
    /// What sort of thing: `milestone`, `target`, `item` …
    pub kind: &'static str,
    /// Which one.
    pub id: i64,
    /// Whose it is.
    pub org: OrgId,
    /// By what people name it, at most 200 characters are kept.
    pub label: String,
    /// Address of its page, such as `/milestones/7`.
    pub address: String,
}

/// That something rests on a clause.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Citation {
    /// The clause.
    pub clause: ClauseId,
    /// What rests on it.
    pub by: Citing,
}

/// Most characters of a label that are kept.
pub(crate) const LABEL_MOST: usize = 200;
