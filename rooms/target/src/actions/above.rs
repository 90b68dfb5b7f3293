//! What an organisation has been given by letters: the targets that its own issues carry on or cut.

use std::collections::BTreeSet;

use cx::{AppError, Cx, Tx};
use kernel::{OrgId, TargetId};

use crate::access;
use crate::rules::{Line, State, Upper};
use crate::store::issue::{self, IssueRow};
use crate::store::letter::{self, LetterRow};
use crate::store::target::{self, TargetRow};

/// One target of one's own letter, with what that letter says of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Above {
    /// The target.
    pub row: TargetRow,
    /// Value and weight in one's own letter.
    pub line: Line,
}

/// A letter to one's own organisation that a draft may be built from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Buildable {
    /// The letter.
    pub letter: LetterRow,
    /// The issue it came with.
    pub issue: IssueRow,
}

/// The letters of one's own organisation in a year that have been signed by it, newest revision of each.
///
/// # Errors
/// A failure of the database.
pub async fn buildable(cx: &Cx, year: i64) -> Result<Vec<Buildable>, AppError> {
    cx.read(move |tx| {
        let own = tx.actor().seat.org;
        access::read(tx, &tx.place().clone())?;
        let letters = standing(letter::own(tx, own, year)?);
        let keys = letters.iter().map(|l| (l.issuer, l.issue)).collect();
        let mut issues = issue::of_keys(tx, &keys)?;
        Ok(letters.into_iter().filter_map(|l| Some(Buildable { issue: issues.remove(&l.issue)?, letter: l })).collect())
    })
    .await
}

/// Of each letter the newest revision that its recipient has signed and nobody took back.
fn standing(letters: Vec<LetterRow>) -> Vec<LetterRow> {
    let mut out: Vec<LetterRow> = Vec::new();
    for letter in letters.into_iter().filter(|l| matches!(l.state, State::Signed | State::InForce)) {
        out.retain(|o| o.issue != letter.issue);
        out.push(letter);
    }
    out
}

/// The targets of the letter that an issue is built from, in the order of its sheet; none without one.
pub(crate) fn targets(tx: &mut Tx<'_>, own: OrgId, upper: Option<Upper>) -> Result<Vec<Above>, AppError> {
    let Some(upper) = upper else { return Ok(Vec::new()) };
    match letter::revisions(tx, own, upper.issue) {
        Ok(revisions) => of_letters(tx, &standing(revisions)),
        Err(AppError::NotFound) => Ok(Vec::new()),
        Err(other) => Err(other),
    }
}

/// Every target of one's own letters of a year.
pub(crate) fn all(tx: &mut Tx<'_>, own: OrgId, year: i64) -> Result<Vec<Above>, AppError> {
    let letters = standing(letter::own(tx, own, year)?);
    of_letters(tx, &letters)
}

fn of_letters(tx: &mut Tx<'_>, letters: &[LetterRow]) -> Result<Vec<Above>, AppError> {
    let mut lines = Vec::new();
    // An organisation has one or two letters a year.
    for letter in letters {
        lines.extend(letter::lines(tx, letter)?);
    }
    let ids: BTreeSet<TargetId> = lines.iter().map(|l| l.target).collect();
    let mut rows = target::of_ids(tx, &ids)?;
    Ok(lines.into_iter().filter_map(|line| Some(Above { row: rows.remove(&line.target)?, line })).collect())
}
