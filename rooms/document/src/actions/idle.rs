//! The red list of documents: clauses in force that ask for work and on which nothing of the reader's branch rests.

use cx::{AppError, Cx};
use kernel::{ClauseId, DocumentId, Page, Paged};

use super::cite::{ClauseRef, clauses_in};
use crate::{access::READ, store::idle};

pub(crate) use crate::store::idle::IdleDocument;

/// The red list.
#[derive(Debug, Clone)]
pub struct Idle {
    /// Every document in sight that demands work.
    pub documents: Vec<IdleDocument>,
    /// A page of the clauses without work, of all of them or of one.
    pub clauses: Paged<ClauseRef>,
}

impl Idle {
    /// Clauses that ask for work, and those of them without any.
    #[must_use]
    pub fn totals(&self) -> (i64, i64) {
        self.documents.iter().fold((0, 0), |(asking, idle), d| (asking + d.asking, idle + d.idle))
    }
}

/// The red list of the actor's branch.
///
/// # Errors
/// [`AppError::Forbidden`] for a role that reads no documents.
pub async fn idle(cx: &Cx, document: Option<DocumentId>, page: Page) -> Result<Idle, AppError> {
    cx.read(move |tx| {
        if !READ.is_for(tx.actor().seat.role) {
            return Err(AppError::Forbidden(READ.name));
        }
        let documents = idle::by_document(tx)?;
        let after = page.after.as_deref().unwrap_or("0.0").split_once('.').unwrap_or_default();
        let key = (after.0.parse().unwrap_or(0), after.1.parse().unwrap_or(0));
        let rows = idle::page(tx, document, key, page.size + 1)?;
        let rows = Paged::from_surplus(rows, &page, |(_, version, seq)| format!("{version}.{seq}"));
        let ids: Vec<ClauseId> = rows.items.iter().map(|r| r.0).collect();
        let clauses = Paged { items: clauses_in(tx, &ids)?, next: rows.next };
        Ok(Idle { documents, clauses })
    })
    .await
}
