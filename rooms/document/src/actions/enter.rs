//! Entering a document: what is said about it, and its text cut into clauses as a first draft.

use cx::{AppError, Cx, Happening};
use kernel::DocumentId;

use super::source::{Source, prepare};
use crate::{
    access::{self, WRITE},
    rules::{About, ClauseDraft, about},
    store::{
        clause, document,
        version::{self, NewDraft},
    },
};

/// Enters a document of the actor's own organisation with a first draft; answers its id.
///
/// # Errors
/// Every rule that the document or its text breaks; [`AppError::Forbidden`] for a role that may not.
pub async fn enter(cx: &Cx, once: &str, about: About, source: Source) -> Result<DocumentId, AppError> {
    let (files, prepared) = (cx.house().files.clone(), prepare(source).await?);
    cx.write_once(&super::key("enter", once, ""), move |tx| {
        let owner = document::owner(tx, tx.actor().seat.org)?;
        let permit = access::own(tx, &WRITE, owner.org, &owner.path)?;
        about::keeps_documents(&owner.level, owner.org)?;
        super::checked(tx, &about, None)?;
        let own = |c: &ClauseDraft| ClauseDraft { id: None, replaces: Vec::new(), ..c.clone() };
        let clauses: Vec<ClauseDraft> = prepared.clauses.iter().map(own).collect();
        let file = prepared.keep(&files, &permit)?;
        let id: DocumentId = tx.new_id();
        document::insert(tx, &permit, (owner.org, id), &about)?;
        let (title, number) = (about.title.trim(), about.number.trim());
        let new = NewDraft { org: owner.org, document: id, seq: 1, title, number, file: (&file.0, &file.1) };
        let version = version::insert(tx, &permit, &new)?;
        clause::insert(tx, &permit, (owner.org, version), &clauses)?;
        Ok(Happening::new("document.entered", owner.org, id)
            .detail(serde_json::json!({ "kind": about.kind.code(), "clauses": clauses.len(), "file": file.0 }))
            .answer(id))
    })
    .await
}
