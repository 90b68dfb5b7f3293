//! Clauses as other rooms use them: looking them up, resting on them, and no longer resting on them.

use cx::{AppError, Permit, Tx};
use kernel::{ClauseId, DocumentId, Fault};

use crate::{
    access,
    rules::{Citation, cite::LABEL_MOST},
    store::{citation, clause, document::DocumentRow},
};

pub(crate) use crate::store::clause::ClauseRef;

/// The clauses with these ids that the actor may read, in this order; the others are left out. One statement.
///
/// # Errors
/// If the database fails.
pub fn clauses_in(tx: &mut Tx<'_>, ids: &[ClauseId]) -> Result<Vec<ClauseRef>, AppError> {
    let seat = tx.actor().seat.clone();
    let mut found = clause::refs(tx, ids)?;
    found.retain(|c| access::may_read(&seat, &c.path));
    Ok(found)
}

/// A document that the actor may read.
///
/// # Errors
/// [`AppError::NotFound`] otherwise.
pub fn document_in(tx: &mut Tx<'_>, id: DocumentId) -> Result<DocumentRow, AppError> {
    super::seen(tx, id)
}

/// Lets things rest on clauses. Each clause must be readable and in force today.
///
/// # Errors
/// `document_clause_unknown`, `document_clause_not_in_force` of the field `clause`.
pub fn cite_in(tx: &mut Tx<'_>, permit: &Permit, citations: &[Citation]) -> Result<(), AppError> {
    let ids: Vec<ClauseId> = citations.iter().map(|c| c.clause).collect();
    let found = clauses_in(tx, &ids)?;
    let today = tx.today();
    for id in &ids {
        match found.iter().find(|c| c.clause == *id) {
            None => return Err(Fault::of("clause", "document_clause_unknown").into()),
            Some(clause) if !clause.holds_on(today) => {
                let fault = Fault::of("clause", "document_clause_not_in_force").with("clause", clause.name());
                return Err(fault.into());
            }
            Some(_) => {}
        }
    }
    let mut citations = citations.to_vec();
    for citation in &mut citations {
        citation.by.label = citation.by.label.chars().take(LABEL_MOST).collect();
    }
    citation::add(tx, permit, &citations)
}

/// Ends that a thing (its sort and id) rests on clauses; answers how many citations there were.
///
/// # Errors
/// If the database fails.
pub fn uncite_in(
    tx: &mut Tx<'_>,
    permit: &Permit,
    clauses: &[ClauseId],
    by: (&'static str, i64),
) -> Result<usize, AppError> {
    let mut gone = 0;
    for clause in clauses {
        gone += usize::from(citation::remove(tx, permit, *clause, by)?);
    }
    Ok(gone)
}

/// Gives the citations of a thing (its sort and id) its new label, whether or not their clauses are still in force.
///
/// # Errors
/// If the database fails.
pub fn relabel_in(tx: &mut Tx<'_>, permit: &Permit, by: (&'static str, i64), label: &str) -> Result<(), AppError> {
    let label: String = label.chars().take(LABEL_MOST).collect();
    citation::relabel(tx, permit, by, &label)
}
