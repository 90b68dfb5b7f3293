//! Beginning a new version of a document that is in force.

use cx::{AppError, Cx, Happening};
use kernel::{Day, DocumentId, Fault};

use super::enter::Source;
use crate::{
    access::{self, WRITE},
    rules::{ClauseDraft, draft},
    store::{
        clause::{self, Clause},
        document,
        version::{self, NewDraft, VersionRow},
    },
};

/// Begins the next version as a draft: from a new text, or as a copy of the newest version in which each clause
/// replaces its model. Answers the number of the version.
///
/// # Errors
/// A document that has a draft or has ended; every rule the text breaks; [`AppError::Conflict`].
pub async fn revise(
    cx: &Cx,
    once: &str,
    id: DocumentId,
    version: i64,
    source: Option<Source>,
) -> Result<i64, AppError> {
    cx.write_once(&super::key("revise", once, id), move |tx| {
        let row = super::seen(tx, id)?;
        let permit = access::own(tx, &WRITE, row.org, &row.path)?;
        if row.version != version {
            return Err(AppError::Conflict(Vec::new()));
        }
        if row.until != Day::FOREVER {
            return Err(Fault::new("document_ended").with("day", row.until).into());
        }
        let versions = version::of(tx, &row)?;
        let Some(newest) = versions.last().filter(|_| !versions.iter().any(VersionRow::is_draft)) else {
            return Err(Fault::new("document_has_draft").into());
        };
        let before = clause::of_version(tx, newest)?;
        let clauses = match &source {
            None => before.iter().map(copied).collect(),
            Some(source) => proposed(source, &before),
        };
        let faults = draft::faults(&clauses);
        if !faults.is_empty() {
            return Err(faults.into());
        }
        if !document::touch(tx, &permit, &row)? {
            return Err(AppError::Conflict(Vec::new()));
        }
        let seq = newest.seq + 1;
        let (title, number) = (newest.title.as_str(), newest.number.as_str());
        let new = NewDraft { org: row.org, document: id, seq, title, number, file: ("", "") };
        let target = version::insert(tx, &permit, &new)?;
        clause::insert(tx, &permit, (row.org, target), &clauses)?;
        Ok(Happening::new("document.revised", row.org, id)
            .detail(serde_json::json!({ "version": seq, "clauses": clauses.len() }))
            .answer(seq))
    })
    .await
}

fn copied(model: &Clause) -> ClauseDraft {
    ClauseDraft {
        id: None,
        depth: model.depth,
        label: model.label.clone(),
        text: model.text.clone(),
        demands: model.demands,
        replaces: vec![model.id],
    }
}

/// The clauses of a new text, each with what it seems to replace.
fn proposed(source: &Source, before: &[Clause]) -> Vec<ClauseDraft> {
    let _ = before;
    source.clauses().into_iter().map(|c| ClauseDraft { id: None, ..c }).collect()
}
