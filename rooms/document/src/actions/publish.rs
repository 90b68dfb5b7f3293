//! Bringing a draft into force: from a day on it holds, and what held before ends on that day.

use cx::{AppError, Cx, Happening};
use kernel::{Day, DocumentId, Fault};

use crate::{
    access::{self, PUBLISH},
    rules::{ClauseDraft, draft, gram},
    store::{
        clause::{self, Clause},
        document, gram as grams,
        version::{self, VersionRow},
    },
};

/// Brings the draft of a document into force from `from`, upon the version that was read.
///
/// # Errors
/// Everything the draft lacks, a document that has ended; [`AppError::Conflict`] if somebody changed it meanwhile.
pub async fn publish(cx: &Cx, once: &str, id: DocumentId, version: i64, from: Day) -> Result<(), AppError> {
    cx.write_once(&super::key("publish", once, id), move |tx| {
        let row = super::seen(tx, id)?;
        let permit = access::own(tx, &PUBLISH, row.org, &row.path)?;
        let target = super::draft_of(tx, &row)?;
        if row.version != version {
            return Err(AppError::Conflict(Vec::new()));
        }
        if row.until != Day::FOREVER {
            return Err(Fault::new("document_ended").with("day", row.until).into());
        }
        let clauses = clause::of_version(tx, &target)?;
        let before = version::of(tx, &row)?.into_iter().rfind(|v| !v.is_draft());
        let faults = draft::faults_of_publishing(&drafts(&clauses), from, before.and_then(|v| v.from));
        if !faults.is_empty() {
            return Err(faults.into());
        }
        let done = document::touch(tx, &permit, &row)? && version::publish(tx, &permit, &target, from, Day::FOREVER)?;
        if !done {
            return Err(AppError::Conflict(Vec::new()));
        }
        version::close_before(tx, &permit, &target, from)?;
        grams::insert(tx, &permit, target.id, &index(&target, &clauses))?;
        Ok(Happening::new("document.published", row.org, id)
            .detail(serde_json::json!({ "version": target.seq, "from": from.to_string(), "clauses": clauses.len() }))
            .answer(()))
    })
    .await
}

/// The search index of a version.
pub(crate) fn index(version: &VersionRow, clauses: &[Clause]) -> gram::Follows {
    let title = format!("{} {}", version.title, version.number);
    let texts: Vec<(i64, String)> =
        std::iter::once((0, title)).chain(clauses.iter().map(|c| (c.seq, c.whole()))).collect();
    gram::index(texts.iter().map(|(seq, text)| (*seq, text.as_str())))
}

fn drafts(clauses: &[Clause]) -> Vec<ClauseDraft> {
    clauses
        .iter()
        .map(|c| ClauseDraft { depth: c.depth, label: c.label.clone(), text: c.text.clone(), ..ClauseDraft::default() })
        .collect()
}
