//! Beginning a new version of a document that is in force.

use cx::{AppError, Cx, Happening};
use kernel::{Day, DocumentId, Fault};

use super::source::{Prepared, Source, prepare};
use crate::{
    access::{self, WRITE},
    rules::{
        ClauseDraft,
        likeness::{Side, propose},
    },
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
    let files = cx.house().files.clone();
    let prepared = match source {
        Some(source) => Some(prepare(source).await?),
        None => None,
    };
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
        let clauses = match &prepared {
            None => before.iter().map(copied).collect(),
            Some(prepared) => proposed(prepared, &before),
        };
        if !document::touch(tx, &permit, &row)? {
            return Err(AppError::Conflict(Vec::new()));
        }
        let seq = newest.seq + 1;
        let (title, number) = (newest.title.as_str(), newest.number.as_str());
        let file = prepared.as_ref().map_or_else(|| Ok(Default::default()), |p| p.keep(&files, &permit))?;
        let new = NewDraft { org: row.org, document: id, seq, title, number, file: (&file.0, &file.1) };
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

/// The clauses of a new text, each with what it seems to replace: a proposal, put right in the editor.
fn proposed(prepared: &Prepared, before: &[Clause]) -> Vec<ClauseDraft> {
    let new: Vec<Side<'_>> = prepared.clauses.iter().map(|c| Side { label: &c.label, text: &c.text }).collect();
    let old: Vec<Side<'_>> = before.iter().map(|c| Side { label: &c.label, text: &c.text }).collect();
    let places = propose(&new, &old);
    let clauses = prepared.clauses.iter().zip(places);
    clauses
        .map(|(c, places)| ClauseDraft {
            id: None,
            replaces: places.into_iter().map(|o| before[o].id).collect(),
            ..c.clone()
        })
        .collect()
}
