//! Versions of documents: drafts, and what is in force from a day to a day.

use cx::{AppError, Permit, Tx};
use db::{Arg, Shape, args, rec};
use kernel::{Day, DocumentId, Instant, OrgId, VersionId};

use super::document::DocumentRow;
use crate::rules::Kind;

pub(crate) const OF: &str = "SELECT v.version_id, v.org_id, v.document_id, v.seq, v.title, v.number, v.from_day, v.to_day, \
     v.published_at, v.file_hash, v.file_name, v.written_at FROM document_version v \
     WHERE v.org_id = $1 AND v.document_id = $2 ORDER BY v.seq";

rec! {
    /// One version of a document.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub struct VersionRow {
        /// Which it is.
        pub id: VersionId,
        /// Whose it is.
        pub org: OrgId,
        /// Of which document.
        pub document: DocumentId,
        /// Its number, 1 for the first.
        pub seq: i64,
        /// Its title.
        pub title: String,
        /// Its number (文号); may be empty.
        pub number: String,
        /// First day in force; none for a draft.
        pub from: Option<Day>,
        /// First day no more in force; none for a draft.
        pub to: Option<Day>,
        /// When it was published; none for a draft.
        pub published_at: Option<Instant>,
        /// Hash of the file it was read from; empty if it was typed.
        pub file_hash: String,
        /// Name of that file.
        pub file_name: String,
        /// When it was last written.
        pub written_at: Instant,
    }
}

impl VersionRow {
    /// Whether it is still a draft.
    #[must_use]
    pub const fn is_draft(&self) -> bool {
        self.published_at.is_none()
    }

    /// Whether it is in force on this day.
    #[must_use]
    pub fn holds_on(&self, day: Day) -> bool {
        self.from.is_some_and(|from| from <= day) && self.to.is_some_and(|to| to > day)
    }
}

/// Every version of a document, the first first.
pub(crate) fn of(tx: &mut Tx<'_>, row: &DocumentRow) -> Result<Vec<VersionRow>, AppError> {
    Ok(tx.all(OF, args![row.org, row.id])?)
}

/// The one among versions of a document (in their order) that stands for it on a day: in force then, else the last
/// that began before, else the first that will, else the draft.
pub(crate) fn chosen(versions: &[VersionRow], day: Day) -> Option<&VersionRow> {
    let published = || versions.iter().filter(|v| !v.is_draft());
    published()
        .find(|v| v.holds_on(day))
        .or_else(|| published().rfind(|v| v.from.is_some_and(|from| from <= day)))
        .or_else(|| published().next())
        .or_else(|| versions.first())
}

/// What stands before the list of ids in the statement of [`of_documents`].
const OF_DOCUMENTS: &str = "SELECT v.version_id, v.org_id, v.document_id, v.seq, v.title, v.number, v.from_day, v.to_day, \
     v.published_at, v.file_hash, v.file_name, v.written_at FROM document_version v WHERE v.document_id IN ";

/// Every version of several documents, each document's first first.
pub(crate) fn of_documents(tx: &mut Tx<'_>, ids: &[DocumentId]) -> Result<Vec<VersionRow>, AppError> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let mut shape = Shape::new(OF_DOCUMENTS, &[]);
    shape.list(ids.iter().map(|id| Arg::from(*id))).push(" ORDER BY v.document_id, v.seq");
    Ok(tx.all(&shape.text, &shape.args)?)
}

/// What stands before the list of ids in the statement of [`headings`].
const HEADINGS: &str = "SELECT v.version_id, v.document_id, v.org_id, o.name, d.kind, v.seq, v.title, v.number, v.from_day, v.to_day \
     FROM document_version v JOIN document d ON d.org_id = v.org_id AND d.document_id = v.document_id \
     JOIN org o ON o.org_id = v.org_id WHERE v.published_at IS NOT NULL AND v.version_id IN ";

rec! {
    /// A published version among others.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub struct Heading {
        /// Which version.
        pub version: VersionId,
        /// Of which document.
        pub document: DocumentId,
        /// Whose document.
        pub org: OrgId,
        /// What its owner is called today.
        pub owner: String,
        /// Its sort.
        pub kind: Kind,
        /// Number of the version, 1 for the first.
        pub seq: i64,
        /// Its title.
        pub title: String,
        /// Its number (文号); may be empty.
        pub number: String,
        /// First day in force.
        pub from: Day,
        /// First day no more in force; `Day::FOREVER` if no end is set.
        pub until: Day,
    }
}

impl Heading {
    /// Title and number: what is searched.
    pub(crate) fn name(&self) -> String {
        format!("{} {}", self.title, self.number)
    }
}

/// Published versions by their ids, in any order.
pub(crate) fn headings(tx: &mut Tx<'_>, ids: &[VersionId]) -> Result<Vec<Heading>, AppError> {
    let mut shape = Shape::new(HEADINGS, &[]);
    shape.list(ids.iter().map(|id| Arg::from(*id)));
    Ok(tx.all(&shape.text, &shape.args)?)
}

pub(crate) const INSERT: &str = "INSERT INTO document_version (org_id, version_id, document_id, seq, title, number, \
     from_day, to_day, published_at, published_by, file_hash, file_name, written_at, written_by) \
     VALUES ($1, $2, $3, $4, $5, $6, NULL, NULL, NULL, NULL, $7, $8, $9, $10)";

/// A draft on its way into the store.
#[derive(Debug)]
pub(crate) struct NewDraft<'a> {
    pub(crate) org: OrgId,
    pub(crate) document: DocumentId,
    pub(crate) seq: i64,
    pub(crate) title: &'a str,
    pub(crate) number: &'a str,
    /// Hash and name of the file it was read from; empty if none.
    pub(crate) file: (&'a str, &'a str),
}

/// Adds a draft; a second draft of the same document is a duplicate.
pub(crate) fn insert(tx: &mut Tx<'_>, _: &Permit, new: &NewDraft<'_>) -> Result<VersionId, AppError> {
    let (id, now, by): (VersionId, _, _) = (tx.new_id(), tx.now(), tx.actor().account);
    let file = new.file;
    tx.exec(INSERT, args![new.org, id, new.document, new.seq, new.title, new.number, file.0, file.1, now, by])?;
    Ok(id)
}

pub(crate) const DESCRIBE: &str = "UPDATE document_version SET title = $3, number = $4, written_at = $5, written_by = $6 \
     WHERE org_id = $1 AND version_id = $2 AND published_at IS NULL";

/// Sets title and number of a draft; false if it is none any more.
pub(crate) fn describe(
    tx: &mut Tx<'_>,
    _: &Permit,
    row: &VersionRow,
    title: &str,
    number: &str,
) -> Result<bool, AppError> {
    let (now, by) = (tx.now(), tx.actor().account);
    Ok(tx.exec(DESCRIBE, args![row.org, row.id, title, number, now, by])? == 1)
}

pub(crate) const PUBLISH: &str = "UPDATE document_version SET from_day = $3, to_day = $4, published_at = $5, published_by = $6 \
     WHERE org_id = $1 AND version_id = $2 AND published_at IS NULL";

/// Publishes a draft from a day on; false if it is none any more.
pub(crate) fn publish(tx: &mut Tx<'_>, _: &Permit, row: &VersionRow, from: Day, until: Day) -> Result<bool, AppError> {
    let (now, by) = (tx.now(), tx.actor().account);
    Ok(tx.exec(PUBLISH, args![row.org, row.id, from, until, now, by])? == 1)
}

pub(crate) const CLOSE: &str = "UPDATE document_version SET to_day = $4 WHERE org_id = $1 AND document_id = $2 \
     AND published_at IS NOT NULL AND version_id <> $3 AND to_day > $4";

/// Ends what was in force before `next` on the day on which that begins.
pub(crate) fn close_before(tx: &mut Tx<'_>, _: &Permit, next: &VersionRow, day: Day) -> Result<(), AppError> {
    tx.exec(CLOSE, args![next.org, next.document, next.id, day])?;
    Ok(())
}

pub(crate) const CLOSE_ALL: &str = "UPDATE document_version SET to_day = $3 WHERE org_id = $1 AND document_id = $2 \
     AND published_at IS NOT NULL AND to_day > $3";

/// Ends every version of a document on a day.
pub(crate) fn close_all(tx: &mut Tx<'_>, _: &Permit, row: &DocumentRow, day: Day) -> Result<(), AppError> {
    tx.exec(CLOSE_ALL, args![row.org, row.id, day])?;
    Ok(())
}

pub(crate) const REMOVE: &str =
    "DELETE FROM document_version WHERE org_id = $1 AND version_id = $2 AND published_at IS NULL";

/// Takes a draft away; false if it is none any more.
pub(crate) fn remove_draft(tx: &mut Tx<'_>, _: &Permit, row: &VersionRow) -> Result<bool, AppError> {
    Ok(tx.exec(REMOVE, args![row.org, row.id])? == 1)
}
