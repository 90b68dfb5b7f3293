//! Ending a document for good: nothing of it is deleted, but from a day on none of its clauses is in force.

use cx::{AppError, Cx, Happening};
use kernel::{Day, DocumentId, Fault, text::length};

use crate::{
    access::{self, END},
    store::{document, version},
};

/// Most characters of the reason.
pub(crate) const REASON_MOST: usize = 200;

/// Ends a document on a day, upon the version that was read. An open draft has to be discarded first.
///
/// # Errors
/// No reason, a document that is not in force, a day before it came into force; [`AppError::Conflict`].
pub async fn end(cx: &Cx, once: &str, id: DocumentId, version: i64, until: Day, reason: &str) -> Result<(), AppError> {
    let reason = reason.trim().to_owned();
    cx.write_once(&super::key("end", once, id), move |tx| {
        let row = super::seen(tx, id)?;
        let permit = access::own(tx, &END, row.org, &row.path)?;
        if row.version != version {
            return Err(AppError::Conflict(Vec::new()));
        }
        let versions = version::of(tx, &row)?;
        let mut faults = kernel::Faults::new();
        if reason.is_empty() {
            faults.push(Fault::of("reason", "required"));
        }
        if length(&reason) > REASON_MOST {
            faults.push(Fault::of("reason", "too_long").with("most", REASON_MOST).with("length", length(&reason)));
        }
        if row.until != Day::FOREVER {
            faults.push(Fault::new("document_ended").with("day", row.until));
        }
        if versions.iter().any(version::VersionRow::is_draft) {
            faults.push(Fault::new("document_has_draft"));
        }
        match versions.iter().rev().find_map(|v| v.from) {
            None => faults.push(Fault::new("document_never_in_force")),
            Some(from) if until < from => {
                faults.push(Fault::of("until", "document_until_too_early").with("from", from));
            }
            Some(_) => {}
        }
        if !faults.is_empty() {
            return Err(faults.into());
        }
        if !document::end(tx, &permit, &row, until, &reason)? {
            return Err(AppError::Conflict(Vec::new()));
        }
        version::close_all(tx, &permit, &row, until)?;
        Ok(Happening::new("document.ended", row.org, id)
            .detail(serde_json::json!({ "until": until.to_string() }))
            .answer(()))
    })
    .await
}
