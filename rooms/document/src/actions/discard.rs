//! Throwing a draft away. What was ever in force stays.

use cx::{AppError, Cx, Happening};
use kernel::DocumentId;

use crate::{
    access::{self, WRITE},
    store::{clause, document, version},
};

/// Throws the draft of a document away, upon the version that was read; a document that never had another version
/// goes with it. Answers whether the document is still there.
///
/// # Errors
/// No draft; [`AppError::Conflict`] if somebody changed it meanwhile.
pub async fn discard(cx: &Cx, once: &str, id: DocumentId, version: i64) -> Result<bool, AppError> {
    cx.write_once(&super::key("discard", once, id), move |tx| {
        let row = super::seen(tx, id)?;
        let permit = access::own(tx, &WRITE, row.org, &row.path)?;
        let target = super::draft_of(tx, &row)?;
        if row.version != version || !document::touch(tx, &permit, &row)? {
            return Err(AppError::Conflict(Vec::new()));
        }
        clause::clear(tx, &permit, &target)?;
        if !version::remove_draft(tx, &permit, &target)? {
            return Err(AppError::Conflict(Vec::new()));
        }
        let gone = document::remove_if_bare(tx, &permit, &row)?;
        Ok(Happening::new("document.discarded", row.org, id)
            .detail(serde_json::json!({ "version": target.seq }))
            .answer(!gone))
    })
    .await
}
