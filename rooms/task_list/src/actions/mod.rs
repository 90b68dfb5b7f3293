//! What can be done with lists and assignments, and what can be asked of them. Every action runs in one
//! unit of work: load, authorise, decide, save and record.

pub(crate) mod asked;
pub(crate) mod board;
pub(crate) mod card;
pub(crate) mod decided;
pub(crate) mod decline;
pub(crate) mod draft;
pub(crate) mod extend;
pub(crate) mod ground;
pub(crate) mod lists;
pub(crate) mod my_month;
pub(crate) mod near;
pub(crate) mod open;
pub(crate) mod overview;
pub(crate) mod photo;
pub(crate) mod preview;
pub(crate) mod queue;
pub(crate) mod received;
pub(crate) mod report;
pub(crate) mod resting;
pub(crate) mod send;
pub(crate) mod sign;
pub(crate) mod split;
pub(crate) mod upkeep;
pub(crate) mod verify;
pub(crate) mod withdraw;

use std::collections::{BTreeMap, BTreeSet};

use cx::{AppError, Tx};
use kernel::{Fault, ItemId, Month, OrgId};

use crate::access;
use crate::rules::State;
use crate::store::assignment::{self, AssignmentRow};

/// The most assignments one request may act on.
pub const MANY_MOST: usize = 200;

/// What one assignment is known by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Key {
    /// Whose it is.
    pub org: OrgId,
    /// Of which month.
    pub month: Month,
    /// Of which item.
    pub item: ItemId,
}

impl std::fmt::Display for Key {
    /// `org/month/item`, as in addresses.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}/{}/{}", self.org, self.month.0, self.item)
    }
}

impl std::str::FromStr for Key {
    type Err = AppError;
    fn from_str(text: &str) -> Result<Self, AppError> {
        let mut parts = text.splitn(3, '/');
        let mut next = || parts.next().ok_or(AppError::NotFound);
        let (org, month, item) = (next()?, next()?, next()?);
        Ok(Self {
            org: org.parse().map_err(|_| AppError::NotFound)?,
            month: month.parse().map_err(|_| AppError::NotFound)?,
            item: item.parse().map_err(|_| AppError::NotFound)?,
        })
    }
}

/// An assignment together with the version its reader had before them: a decision is about what was seen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Seen {
    /// Which assignment.
    pub key: Key,
    /// Its version when it was read.
    pub version: i64,
}

/// Loads an assignment that the actor may see. `wanted` is what it shall become: told beside what stands
/// there if somebody was faster.
fn load(tx: &mut Tx<'_>, seen: Seen, wanted: Option<State>) -> Result<AssignmentRow, AppError> {
    let row = assignment::get(tx, seen.key.org, seen.key.month, seen.key.item)?;
    access::see(tx, row.org, &row.path, row.issuer)?;
    if row.version == seen.version { Ok(row) } else { Err(AppError::Conflict(row.differences(wanted))) }
}

/// [`load`] for several at once, with one query per month.
fn load_many(tx: &mut Tx<'_>, seen: &[Seen], wanted: State) -> Result<Vec<AssignmentRow>, AppError> {
    if seen.is_empty() || seen.len() > MANY_MOST {
        return Err(Fault::new("task_list_many").with("most", MANY_MOST).into());
    }
    let mut months: BTreeMap<Month, BTreeSet<(OrgId, ItemId)>> = BTreeMap::new();
    for one in seen {
        months.entry(one.key.month).or_default().insert((one.key.org, one.key.item));
    }
    let mut found = BTreeMap::new();
    for (month, keys) in &months {
        let rows = assignment::many(tx, *month, keys)?;
        found.extend(rows.into_iter().map(|((org, item), row)| (Key { org, month: *month, item }, row)));
    }
    let distinct: BTreeMap<Key, i64> = seen.iter().map(|one| (one.key, one.version)).collect();
    let mut out = Vec::with_capacity(distinct.len());
    for (key, version) in distinct {
        let row = found.remove(&key).ok_or(AppError::NotFound)?;
        access::see(tx, row.org, &row.path, row.issuer)?;
        if row.version != version {
            return Err(AppError::Conflict(row.differences(Some(wanted))));
        }
        out.push(row);
    }
    Ok(out)
}

/// The key of a submission: one verb, one object. The same key sent with another verb is another submission.
fn submission(verb: &str, object: impl std::fmt::Display, once: &str) -> String {
    if once.is_empty() { String::new() } else { cx::hash_token(&format!("task_list.{verb} {object} {once}")) }
}

/// [`submission`] of a bulk action.
fn submission_of_many(verb: &str, seen: &[Seen], once: &str) -> String {
    let keys: Vec<String> = seen.iter().map(|one| one.key.to_string()).collect();
    submission(verb, keys.join(" "), once)
}

/// How many, as the answer of a bulk action.
fn count<T>(rows: &[T]) -> i64 {
    i64::try_from(rows.len()).unwrap_or(i64::MAX)
}
