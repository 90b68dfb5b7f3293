//! One clause: what it says, what it replaces and is replaced by, and who rests on it.

use cx::{AppError, Cx};
use kernel::{ClauseId, Day, Page, Paged};

use super::cite::{ClauseRef, clauses_in};
use crate::store::{citation, clause};

pub(crate) use crate::store::citation::CitationRow;

/// Everything about a clause.
#[derive(Debug, Clone)]
pub struct ClauseDetail {
    /// The clause.
    pub clause: ClauseRef,
    /// What it replaces.
    pub replaces: Vec<ClauseRef>,
    /// What replaced it.
    pub replaced_by: Vec<ClauseRef>,
    /// Who of the reader's own organisation and below rests on it.
    pub citations: Paged<CitationRow>,
    /// Today.
    pub today: Day,
}

/// A clause of a published version that the actor may read.
///
/// # Errors
/// [`AppError::NotFound`] otherwise.
pub async fn clause(cx: &Cx, id: ClauseId, page: Page) -> Result<ClauseDetail, AppError> {
    cx.read(move |tx| {
        let found = clauses_in(tx, &[id])?.into_iter().next().ok_or(AppError::NotFound)?;
        let pairs = clause::pairs(tx, found.org, id)?;
        let old: Vec<ClauseId> = pairs.iter().filter(|(new, _)| *new == id).map(|(_, old)| *old).collect();
        let new: Vec<ClauseId> = pairs.iter().filter(|(_, old)| *old == id).map(|(new, _)| *new).collect();
        let (replaces, replaced_by) = (clauses_in(tx, &old)?, clauses_in(tx, &new)?);
        let after = page.after.as_deref().unwrap_or_default();
        let (kind, by) = after.rsplit_once('.').unwrap_or((after, ""));
        let key = (kind, by.parse().unwrap_or(0));
        let rows = citation::of_clause(tx, id, key, page.size + 1)?;
        let citations = Paged::from_surplus(rows, &page, |c| format!("{}.{}", c.kind, c.id));
        Ok(ClauseDetail { clause: found, replaces, replaced_by, citations, today: tx.today() })
    })
    .await
}
