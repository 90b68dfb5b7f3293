//! Reading a document: its versions, and the clauses of the one in force on a day.

use cx::{AppError, Cx, Tx};
use kernel::{Day, DocumentId};

use crate::store::{
    clause::{self, Clause},
    document::{self, DocumentRow},
    version::{self, VersionRow},
};

/// One version of a document as it is read.
#[derive(Debug, Clone)]
pub struct Reading {
    /// The document.
    pub document: DocumentRow,
    /// Every version the reader may see: drafts are for the owner only.
    pub versions: Vec<VersionRow>,
    /// The version that is read.
    pub version: VersionRow,
    /// Its clauses in the order of the text.
    pub clauses: Vec<Clause>,
    /// Today.
    pub today: Day,
}

impl Reading {
    /// Whether each clause is a heading: others stand under it and it is short.
    #[must_use]
    pub fn headings(&self) -> Vec<bool> {
        let clauses = &self.clauses;
        let under = |n: usize| clauses.get(n + 1).is_some_and(|next| next.depth > clauses[n].depth);
        (0..clauses.len()).map(|n| under(n) && kernel::text::length(&clauses[n].text) <= HEADING_MOST).collect()
    }
}

/// Characters of a clause that may still be a heading.
const HEADING_MOST: usize = 30;

/// Which version is wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wanted {
    /// The one in force on this day; if none is, the one nearest to it that was published.
    On(Day),
    /// The one with this number.
    Seq(i64),
    /// The open draft.
    Draft,
}

/// The version of a document that was in force on a day, today if none is named.
///
/// # Errors
/// [`AppError::NotFound`] if the actor may not read it or nothing was published.
pub async fn version(cx: &Cx, id: DocumentId, as_of: Option<Day>) -> Result<Reading, AppError> {
    cx.read(move |tx| {
        let day = as_of.unwrap_or_else(|| tx.today());
        reading(tx, id, Wanted::On(day))
    })
    .await
}

/// A published version of a document, whoever asks: the one with this number, or the one that stands for it today. Inside
/// another room's unit of work, which asks [`crate::may_read`] whether its reader may know.
///
/// # Errors
/// [`AppError::NotFound`] if there is no such document or version.
pub fn version_in(tx: &mut Tx<'_>, id: DocumentId, seq: Option<i64>) -> Result<Reading, AppError> {
    let document = document::get(tx, id)?;
    let versions: Vec<VersionRow> = version::of(tx, &document)?.into_iter().filter(|v| !v.is_draft()).collect();
    read(tx, document, versions, seq.map_or_else(|| Wanted::On(tx.today()), Wanted::Seq))
}

/// One version of a document that the actor may read.
pub(crate) fn reading(tx: &mut Tx<'_>, id: DocumentId, wanted: Wanted) -> Result<Reading, AppError> {
    let document = super::seen(tx, id)?;
    let own = tx.actor().seat.org == document.org;
    let versions: Vec<VersionRow> = version::of(tx, &document)?.into_iter().filter(|v| own || !v.is_draft()).collect();
    read(tx, document, versions, wanted)
}

fn read(
    tx: &mut Tx<'_>,
    document: DocumentRow,
    versions: Vec<VersionRow>,
    wanted: Wanted,
) -> Result<Reading, AppError> {
    let version = chosen(&versions, wanted).cloned().ok_or(AppError::NotFound)?;
    let clauses = clause::of_version(tx, &version)?;
    let today = tx.today();
    Ok(Reading { document, versions, version, clauses, today })
}

/// The wanted one among versions in their order.
fn chosen(versions: &[VersionRow], wanted: Wanted) -> Option<&VersionRow> {
    match wanted {
        Wanted::Seq(seq) => versions.iter().find(|v| v.seq == seq),
        Wanted::Draft => versions.iter().find(|v| v.is_draft()),
        Wanted::On(day) => version::chosen(versions, day).filter(|v| !v.is_draft()),
    }
}
