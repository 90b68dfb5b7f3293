//! What people do with documents: one verb, one file.

pub(crate) mod cite;
pub(crate) mod clause;
pub(crate) mod compare;
pub(crate) mod describe;
pub(crate) mod discard;
pub(crate) mod edit;
pub(crate) mod end;
pub(crate) mod enter;
pub(crate) mod idle;
pub(crate) mod list;
pub(crate) mod open;
pub(crate) mod publish;
pub(crate) mod read;
pub(crate) mod revise;
pub(crate) mod search;
pub(crate) mod source;

use cx::{AppError, Tx};
use kernel::{DocumentId, Fault};

use crate::{
    access,
    rules::About,
    store::{
        document::{self, DocumentRow},
        version::{self, VersionRow},
    },
};

/// The submission key of one verb for one document: the same key sent with another form is another submission.
pub(crate) fn key(verb: &str, once: &str, of: impl std::fmt::Display) -> String {
    if once.is_empty() { String::new() } else { cx::hash_token(&format!("document.{verb} {of} {once}")) }
}

/// A document that the actor may read.
pub(crate) fn seen(tx: &mut Tx<'_>, id: DocumentId) -> Result<DocumentRow, AppError> {
    let row = document::get(tx, id)?;
    if access::may_read(&tx.actor().seat, &row.path) { Ok(row) } else { Err(AppError::NotFound) }
}

/// The open draft of a document.
pub(crate) fn draft_of(tx: &mut Tx<'_>, row: &DocumentRow) -> Result<VersionRow, AppError> {
    let versions = version::of(tx, row)?;
    let found = versions.into_iter().find(VersionRow::is_draft);
    found.ok_or_else(|| Fault::new("document_no_draft").into())
}

/// What is said about a document, against all rules and against the organisation's other documents.
pub(crate) fn checked(tx: &mut Tx<'_>, about: &About, but: Option<DocumentId>) -> Result<(), AppError> {
    let org = tx.actor().seat.org;
    let mut faults = about.faults(&org::rules::DOMAINS);
    for (_, slot) in document::taken(tx, org, but, about)? {
        let same_slot = about.framework.is_some_and(|s| s.code() == slot);
        faults.push(if same_slot {
            Fault::of("framework", "document_slot_taken")
        } else {
            Fault::of("domain", "document_domain_taken")
        });
    }
    if faults.is_empty() { Ok(()) } else { Err(faults.into()) }
}
