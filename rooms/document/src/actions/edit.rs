//! Editing a draft: its title, its number, its clauses, and what they replace.

use std::collections::HashSet;

use cx::{AppError, Cx, Difference, Happening, Tx};
use kernel::{ClauseId, DocumentId, Fault};

use crate::{
    access::{self, WRITE},
    rules::{ClauseDraft, draft},
    store::{
        clause::{self, Clause},
        document::{self, DocumentRow},
        version::{self, VersionRow},
    },
};

/// A draft as its editor holds it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Draft {
    /// Its title.
    pub title: String,
    /// Its number; may be empty.
    pub number: String,
    /// Its clauses in their order.
    pub clauses: Vec<ClauseDraft>,
}

/// Overwrites the draft of a document upon the version its editor had; answers the next version.
///
/// # Errors
/// Every rule it breaks; [`AppError::Conflict`] with what stands there now if somebody else edited it meanwhile.
pub async fn edit(cx: &Cx, once: &str, id: DocumentId, version: i64, draft: Draft) -> Result<i64, AppError> {
    cx.write_once(&super::key("edit", once, id), move |tx| {
        let row = super::seen(tx, id)?;
        let permit = access::own(tx, &WRITE, row.org, &row.path)?;
        let target = super::draft_of(tx, &row)?;
        let stored = clause::of_version(tx, &target)?;
        if row.version != version {
            return Err(AppError::Conflict(differences(&draft, &target, &stored)));
        }
        let clauses = checked(tx, &row, &target, &stored, &draft)?;
        if !document::touch(tx, &permit, &row)? {
            return Err(AppError::Conflict(differences(&draft, &target, &stored)));
        }
        version::describe(tx, &permit, &target, draft.title.trim(), draft.number.trim())?;
        clause::clear(tx, &permit, &target)?;
        clause::insert(tx, &permit, (target.org, target.id), &clauses)?;
        Ok(Happening::new("document.edited", row.org, id)
            .detail(serde_json::json!({ "version": target.seq, "clauses": clauses.len() }))
            .answer(version + 1))
    })
    .await
}

/// The clauses as they are stored: in an outline, known ids only, replacing clauses of the version before only.
fn checked(
    tx: &mut Tx<'_>,
    row: &DocumentRow,
    target: &VersionRow,
    stored: &[Clause],
    draft: &Draft,
) -> Result<Vec<ClauseDraft>, AppError> {
    let mut faults = draft::faults(&draft.clauses);
    if draft.title.trim().is_empty() {
        faults.push(Fault::of("title", "required"));
    }
    for (field, text, most) in [
        ("title", &draft.title, crate::rules::about::TITLE_MOST),
        ("number", &draft.number, crate::rules::about::NUMBER_MOST),
    ] {
        let length = kernel::text::length(text);
        if length > most {
            faults.push(Fault::of(field, "too_long").with("most", most).with("length", length));
        }
    }
    let before = version::of(tx, row)?.into_iter().rfind(|v| !v.is_draft());
    let old: HashSet<ClauseId> = match &before {
        Some(before) => clause::of_version(tx, before)?.into_iter().map(|c| c.id).collect(),
        None => HashSet::new(),
    };
    if draft.clauses.iter().flat_map(|c| &c.replaces).any(|id| !old.contains(id)) {
        faults.push(Fault::new("document_replaces_unknown"));
    }
    if !faults.is_empty() {
        return Err(faults.into());
    }
    let own: HashSet<ClauseId> = stored.iter().filter(|c| c.version == target.id).map(|c| c.id).collect();
    let mut used = HashSet::new();
    let mut clauses = draft.clauses.clone();
    for clause in &mut clauses {
        // An id that is not of this draft, or comes twice, is no identity: the clause counts as new.
        clause.id = clause.id.filter(|id| own.contains(id) && used.insert(*id));
    }
    draft::settle(&mut clauses);
    Ok(clauses)
}

/// What the editor sent and what stands there now, clause by clause.
fn differences(mine: &Draft, target: &VersionRow, stored: &[Clause]) -> Vec<Difference> {
    let mut out = Vec::new();
    let mut differ = |field: &'static str, mine: String, theirs: String| {
        if mine != theirs {
            out.push(Difference { field, mine, theirs });
        }
    };
    differ("document.field.title", mine.title.trim().to_owned(), target.title.clone());
    differ("document.field.number", mine.number.trim().to_owned(), target.number.clone());
    for n in 0..mine.clauses.len().max(stored.len()) {
        let own = mine.clauses.get(n).map(|c| format!("{} {}", c.label.trim(), c.text.trim()));
        let theirs = stored.get(n).map(|c| format!("{} {}", c.label, c.text));
        differ("document.field.clause", own.unwrap_or_default(), theirs.unwrap_or_default());
    }
    // Two texts shifted against each other differ everywhere; the first differences tell enough.
    out.truncate(30);
    out
}
