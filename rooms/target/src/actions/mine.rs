//! The letters of one's own organisation as recipient.

use cx::{AppError, Cx};

use crate::access;
use crate::store::issue::{self, IssueRow};
use crate::store::letter::{self, LetterRow};
use crate::store::party;

/// A letter to one's own organisation, all its revisions.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mine {
    /// Its revisions, oldest first.
    pub revisions: Vec<LetterRow>,
    /// The issue it came with.
    pub issue: IssueRow,
    /// Name of the issuer today.
    pub issuer_name: String,
}

impl Mine {
    /// The revision that counts: one that waits, else the one in force, else the last.
    #[must_use]
    pub fn current(&self) -> Option<&LetterRow> {
        current(&self.revisions)
    }
}

/// The revision of a letter that counts: one that waits, else the one in force, else the last.
#[must_use]
pub fn current(revisions: &[LetterRow]) -> Option<&LetterRow> {
    let open = revisions.iter().rfind(|r| r.state.is_open());
    let stands = || revisions.iter().rfind(|r| r.state == crate::rules::State::InForce);
    open.or_else(stands).or_else(|| revisions.last())
}

/// The letters of a year to one's own organisation, the newest first.
///
/// # Errors
/// A failure of the database.
pub async fn mine(cx: &Cx, year: i64) -> Result<Vec<Mine>, AppError> {
    cx.read(move |tx| {
        let own = tx.actor().seat.org;
        access::read(tx, &tx.place().clone())?;
        let rows = letter::own(tx, own, year)?;
        let issues = issue::of_keys(tx, &rows.iter().map(|l| (l.issuer, l.issue)).collect())?;
        let names = party::orgs(tx, &rows.iter().map(|l| l.issuer).collect())?;
        let mut out: Vec<Mine> = Vec::new();
        for row in rows {
            match out.iter_mut().find(|m| m.issue.id == row.issue) {
                Some(known) => known.revisions.push(row),
                None => {
                    let Some(issue) = issues.get(&row.issue).cloned() else { continue };
                    let issuer_name = names.get(&row.issuer).map(|o| o.name.clone()).unwrap_or_default();
                    out.push(Mine { revisions: vec![row], issue, issuer_name });
                }
            }
        }
        Ok(out)
    })
    .await
}
