//! What can be done with letters, and what can be asked of them. Every action runs in one unit of work: load,
//! authorise, decide, save and record.

pub(crate) mod above;
pub(crate) mod board;
pub(crate) mod cascade;
pub(crate) mod check;
pub(crate) mod countersign;
pub(crate) mod draft;
pub(crate) mod editing;
pub(crate) mod issue;
pub(crate) mod links;
pub(crate) mod living;
pub(crate) mod mine;
pub(crate) mod object;
pub(crate) mod printed;
pub(crate) mod revise;
pub(crate) mod setting;
pub(crate) mod show;
pub(crate) mod sign;
pub(crate) mod signer;
pub(crate) mod upkeep;
pub(crate) mod values;
pub(crate) mod withdraw;

use cx::{AppError, Tx};
use kernel::{IssueId, OrgId};

use crate::access;
use crate::rules::State;
use crate::store::letter;

/// What the faces show, as the store reads it.
pub(crate) use crate::store::{
    issue::IssueRow, letter::LetterRow, sealing::SignatureRow, setting::SettingRow, step::StepRow,
};

/// What a letter is known by, through all its revisions.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Key {
    /// Its recipient.
    pub org: OrgId,
    /// The issue it came with.
    pub issue: IssueId,
}

impl std::fmt::Display for Key {
    /// `org/issue`, as in addresses.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}/{}", self.org, self.issue)
    }
}

/// A revision of a letter together with the version its reader had before them: a decision is about what was seen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Seen {
    /// Which letter.
    pub key: Key,
    /// Which revision.
    pub rev: i64,
    /// Its version when it was read.
    pub version: i64,
}

/// Loads the revision that is to be acted on, with all revisions of its letter. `wanted` is what it shall become:
/// told beside what stands there if somebody was faster.
pub(crate) fn load(tx: &mut Tx<'_>, seen: Seen, wanted: State) -> Result<(LetterRow, Vec<LetterRow>), AppError> {
    let revisions = letter::revisions(tx, seen.key.org, seen.key.issue)?;
    let row = revisions.iter().find(|r| r.rev == seen.rev).cloned().ok_or(AppError::NotFound)?;
    access::see(tx, &row)?;
    if row.version == seen.version { Ok((row, revisions)) } else { Err(AppError::Conflict(row.differences(wanted))) }
}

/// The key of a submission: one verb, one object. The same key sent with another verb is another submission.
pub(crate) fn submission(verb: &str, object: impl std::fmt::Display, once: &str) -> String {
    if once.is_empty() { String::new() } else { cx::hash_token(&format!("target.{verb} {object} {once}")) }
}
