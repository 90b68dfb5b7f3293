//! Entering a document: what is said about it, and its text cut into clauses as a first draft.

use cx::{AppError, Cx, Happening};
use kernel::DocumentId;

use crate::{
    access::{self, WRITE},
    rules::{
        About, ClauseDraft, about,
        draft::{self, of_pieces},
        split::{Line, split},
    },
    store::{
        clause, document,
        version::{self, NewDraft},
    },
};

/// Where the text of a draft comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Source {
    /// A pasted text; the program cuts it.
    Text(String),
    /// Clauses that are cut already.
    Clauses(Vec<ClauseDraft>),
}

impl Source {
    /// The clauses of it.
    pub(crate) fn clauses(&self) -> Vec<ClauseDraft> {
        match self {
            Self::Text(text) => of_pieces(split(&Line::of_text(text))),
            Self::Clauses(clauses) => {
                let mut clauses = clauses.clone();
                draft::settle(&mut clauses);
                clauses
            }
        }
    }
}

/// Enters a document of the actor's own organisation with a first draft; answers its id.
///
/// # Errors
/// Every rule that the document or its text breaks; [`AppError::Forbidden`] for a role that may not.
pub async fn enter(cx: &Cx, once: &str, about: About, source: Source) -> Result<DocumentId, AppError> {
    cx.write_once(&super::key("enter", once, ""), move |tx| {
        let owner = document::owner(tx, tx.actor().seat.org)?;
        let permit = access::own(tx, &WRITE, owner.org, &owner.path)?;
        about::keeps_documents(&owner.level, owner.org)?;
        super::checked(tx, &about, None)?;
        let clauses: Vec<ClauseDraft> =
            source.clauses().into_iter().map(|c| ClauseDraft { id: None, replaces: Vec::new(), ..c }).collect();
        let faults = draft::faults(&clauses);
        if !faults.is_empty() {
            return Err(faults.into());
        }
        let id: DocumentId = tx.new_id();
        document::insert(tx, &permit, (owner.org, id), &about)?;
        let (title, number) = (about.title.trim(), about.number.trim());
        let new = NewDraft { org: owner.org, document: id, seq: 1, title, number, file: ("", "") };
        let version = version::insert(tx, &permit, &new)?;
        clause::insert(tx, &permit, (owner.org, version), &clauses)?;
        Ok(Happening::new("document.entered", owner.org, id)
            .detail(serde_json::json!({ "kind": about.kind.code(), "clauses": clauses.len() }))
            .answer(id))
    })
    .await
}
