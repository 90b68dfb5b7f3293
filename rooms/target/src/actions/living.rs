//! The letters of an organisation whose year is not over: those it received, and those it issued that still wait for
//! somebody. For a room that tells a successor about them.

use std::collections::{BTreeMap, HashMap};

use cx::{AppError, Tx};
use kernel::{Day, IssueId, OrgId};

use super::Key;
use super::mine::current;
use crate::rules::{Shown, State};
use crate::store::letter::{self, TargetLine};
use crate::store::{issue, party};

/// Lines of all its letters that are read at most: a letter has a few dozen.
const LINES_MOST: i64 = 5_000;

/// A letter that an organisation received.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LivingLetter {
    /// Which letter.
    pub key: Key,
    /// Its year.
    pub year: i64,
    /// The revision that counts: one that waits, else the one in force.
    pub rev: i64,
    /// How far that is.
    pub shown: Shown,
    /// Whether an objection to it waits for its answer.
    pub objected: bool,
    /// Whether an earlier revision is in force meanwhile.
    pub stands: bool,
    /// Title of its issue.
    pub title: String,
    /// Number of its issue.
    pub number: String,
    /// Who issued it.
    pub issuer: OrgId,
    /// What that organisation is called today.
    pub issuer_name: String,
    /// Last day.
    pub until: Day,
    /// Its targets in the order of the sheet, with its own values and weights.
    pub targets: Vec<TargetLine>,
}

/// Letters that an organisation issued together and of which some wait.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WaitingLetters {
    /// The issue.
    pub issue: IssueId,
    /// Its year.
    pub year: i64,
    /// Its title.
    pub title: String,
    /// Its number.
    pub number: String,
    /// Last day of its letters.
    pub until: Day,
    /// Letters it made.
    pub letters: i64,
    /// At their recipients, without an open objection.
    pub unsigned: i64,
    /// With an objection that waits for an answer.
    pub objected: i64,
    /// Signed by their recipients, waiting for the countersignature.
    pub signed: i64,
}

/// The letters an organisation received whose last day is not past: the newest year first, at most so many revisions.
/// Inside another room's unit of work, which has established the reader's right. Four statements, however many they
/// are.
///
/// # Errors
/// A failure of the database.
pub fn living_in(tx: &mut Tx<'_>, org: OrgId, most: i64) -> Result<Vec<LivingLetter>, AppError> {
    let rows = letter::living(tx, org, most)?;
    if rows.is_empty() {
        return Ok(Vec::new());
    }
    let issues = issue::of_keys(tx, &rows.iter().map(|l| (l.issuer, l.issue)).collect())?;
    let names = party::orgs(tx, &rows.iter().map(|l| l.issuer).collect())?;
    let mut lines: BTreeMap<(IssueId, i64), Vec<TargetLine>> = BTreeMap::new();
    for line in letter::living_lines(tx, org, LINES_MOST)? {
        lines.entry((line.issue, line.rev)).or_default().push(line);
    }
    let today = tx.today();
    let mut out = Vec::new();
    // Rows of one letter stand beside each other.
    for revisions in rows.chunk_by(|a, b| a.issue == b.issue) {
        let (Some(row), Some(issue)) = (current(revisions), revisions.first().and_then(|r| issues.get(&r.issue)))
        else {
            continue;
        };
        out.push(LivingLetter {
            key: Key { org: row.org, issue: row.issue },
            year: row.year,
            rev: row.rev,
            shown: row.state.shown(row.until, today),
            objected: row.objected,
            stands: row.state.is_open() && revisions.iter().any(|r| r.state == State::InForce),
            title: issue.title.clone(),
            number: issue.number.clone(),
            issuer: row.issuer,
            issuer_name: names.get(&row.issuer).map(|o| o.name.clone()).unwrap_or_default(),
            until: row.until,
            targets: lines.remove(&(row.issue, row.rev)).unwrap_or_default(),
        });
    }
    Ok(out)
}

/// What an organisation issued of which some letters still wait and whose last day is not past: the newest year first,
/// at most so many. Inside another room's unit of work, which has established the reader's right. Two statements.
///
/// # Errors
/// A failure of the database.
pub fn waiting_in(tx: &mut Tx<'_>, org: OrgId, most: i64) -> Result<Vec<WaitingLetters>, AppError> {
    let rows = issue::living(tx, org, most)?;
    let ids: Vec<IssueId> = rows.iter().map(|i| i.id).collect();
    let waiting: HashMap<IssueId, (i64, i64, i64)> = issue::waiting(tx, &ids)?
        .into_iter()
        .map(|(id, unsigned, objected, signed)| (id, (unsigned, objected, signed)))
        .collect();
    let found = rows.into_iter().filter_map(|row| {
        let (unsigned, objected, signed) = *waiting.get(&row.id)?;
        let (title, number) = (row.title, row.number);
        Some(WaitingLetters {
            issue: row.id,
            year: row.year,
            title,
            number,
            until: row.until,
            letters: row.letters,
            unsigned,
            objected,
            signed,
        })
    });
    Ok(found.collect())
}
