//! Documents and whose they are.

use cx::{AppError, Permit, Tx};
use db::{args, rec};
use kernel::{Day, DocumentId, OrgId, OrgPath};

use crate::rules::{About, Kind, Slot};

pub(crate) const OWNER: &str = "SELECT o.org_id, o.path, o.name, o.level FROM org o WHERE o.org_id = $1";

rec! {
    /// An organisation as it stands today.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub struct Owner {
        /// Who it is.
        pub org: OrgId,
        /// Where it stands.
        pub path: OrgPath,
        /// What it is called.
        pub name: String,
        /// Its level.
        pub level: String,
    }
}

/// The organisation, whoever asks: the caller decides what they may see of it.
pub(crate) fn owner(tx: &mut Tx<'_>, org: OrgId) -> Result<Owner, AppError> {
    tx.opt(OWNER, args![org])?.ok_or(AppError::NotFound)
}

pub(crate) const GET: &str = "SELECT d.document_id, d.org_id, o.path, o.name, d.kind, d.framework, d.domain, \
     d.demands_work, d.until_day, d.end_reason, d.version \
     FROM document d JOIN org o ON o.org_id = d.org_id WHERE d.document_id = $1";

rec! {
    /// A document and whose it is; what it says stands in its versions.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub struct DocumentRow {
        /// Which it is.
        pub id: DocumentId,
        /// Whose it is.
        pub org: OrgId,
        /// Where its owner stands today.
        pub path: OrgPath,
        /// What its owner is called today.
        pub owner: String,
        /// Its sort.
        pub kind: Kind,
        /// Code of its place in the “1+3”; empty if it has none.
        pub slot_code: String,
        /// The domain of a work procedure; empty for all others.
        pub domain: String,
        /// Whether its clauses are to be put into work.
        pub demands_work: bool,
        /// The day on which the whole document ends; `Day::FOREVER` if it does not.
        pub until: Day,
        /// Why it ends.
        pub end_reason: String,
        /// Rises with every change of the document or its draft.
        pub version: i64,
    }
}

impl DocumentRow {
    /// Its place in the “1+3”.
    #[must_use]
    pub fn framework(&self) -> Option<Slot> {
        Slot::of_code(&self.slot_code)
    }
}

/// A document, whoever asks.
pub(crate) fn get(tx: &mut Tx<'_>, id: DocumentId) -> Result<DocumentRow, AppError> {
    tx.opt(GET, args![id])?.ok_or(AppError::NotFound)
}

pub(crate) const TAKEN: &str = "SELECT d.document_id, d.framework FROM document d WHERE d.org_id = $1 AND d.until_day = $2 \
     AND d.document_id <> $3 AND ((d.framework <> '' AND d.framework = $4) OR (d.domain <> '' AND d.domain = $5)) \
     ORDER BY d.document_id LIMIT 2";

/// Which living documents of the organisation, other than `but`, hold this place of the framework or this domain:
/// (document, its place).
pub(crate) fn taken(
    tx: &mut Tx<'_>,
    org: OrgId,
    but: Option<DocumentId>,
    about: &About,
) -> Result<Vec<(DocumentId, String)>, AppError> {
    let slot = about.framework.map_or("", Slot::code);
    let but = but.map_or(0, DocumentId::raw);
    Ok(tx.all(TAKEN, args![org, Day::FOREVER, but, slot, &about.domain])?)
}

pub(crate) const INSERT: &str = "INSERT INTO document (org_id, document_id, kind, framework, domain, demands_work, \
     until_day, end_reason, entered_at, version) VALUES ($1, $2, $3, $4, $5, $6, $7, '', $8, 1)";

/// Adds a document.
pub(crate) fn insert(
    tx: &mut Tx<'_>,
    _: &Permit,
    (org, id): (OrgId, DocumentId),
    about: &About,
) -> Result<(), AppError> {
    let now = tx.now();
    let slot = about.framework.map_or("", Slot::code);
    let args = args![org, id, about.kind.code(), slot, &about.domain, about.demands_work, Day::FOREVER, now];
    tx.exec(INSERT, args)?;
    Ok(())
}

pub(crate) const ALTER: &str = "UPDATE document SET kind = $4, framework = $5, domain = $6, demands_work = $7, \
     version = version + 1 WHERE org_id = $1 AND document_id = $2 AND version = $3";

/// Changes what is said about a document; false if somebody was faster.
pub(crate) fn alter(tx: &mut Tx<'_>, _: &Permit, row: &DocumentRow, about: &About) -> Result<bool, AppError> {
    let slot = about.framework.map_or("", Slot::code);
    let args = args![row.org, row.id, row.version, about.kind.code(), slot, &about.domain, about.demands_work];
    Ok(tx.exec(ALTER, args)? == 1)
}

pub(crate) const TOUCH: &str =
    "UPDATE document SET version = version + 1 WHERE org_id = $1 AND document_id = $2 AND version = $3";

/// Takes the next version of the row; false if somebody was faster.
pub(crate) fn touch(tx: &mut Tx<'_>, _: &Permit, row: &DocumentRow) -> Result<bool, AppError> {
    Ok(tx.exec(TOUCH, args![row.org, row.id, row.version])? == 1)
}

pub(crate) const END: &str = "UPDATE document SET until_day = $4, end_reason = $5, version = version + 1 \
     WHERE org_id = $1 AND document_id = $2 AND version = $3";

/// Sets the day on which a document ends; false if somebody was faster.
pub(crate) fn end(tx: &mut Tx<'_>, _: &Permit, row: &DocumentRow, until: Day, reason: &str) -> Result<bool, AppError> {
    Ok(tx.exec(END, args![row.org, row.id, row.version, until, reason])? == 1)
}

pub(crate) const REMOVE: &str = "DELETE FROM document WHERE org_id = $1 AND document_id = $2 AND NOT EXISTS \
     (SELECT 1 FROM document_version v WHERE v.org_id = document.org_id AND v.document_id = document.document_id)";

/// Takes away a document of which no version is left.
pub(crate) fn remove_if_bare(tx: &mut Tx<'_>, _: &Permit, row: &DocumentRow) -> Result<bool, AppError> {
    Ok(tx.exec(REMOVE, args![row.org, row.id])? == 1)
}
