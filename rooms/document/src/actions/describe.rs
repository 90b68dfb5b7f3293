//! Changing what is said about a document besides its text: its place in the framework, whether it demands work.

use cx::{AppError, Cx, Difference, Happening};
use kernel::{DocumentId, Fault};

use crate::{
    access::{self, WRITE},
    rules::{About, Slot},
    store::{
        document::{self, DocumentRow},
        version,
    },
};

/// Changes it upon the version that was read. Title and number belong to the text and are changed with the draft;
/// the sort stands once a version was in force.
///
/// # Errors
/// Every rule it breaks; [`AppError::Conflict`] with what stands there now.
pub async fn describe(cx: &Cx, once: &str, id: DocumentId, version: i64, about: About) -> Result<(), AppError> {
    cx.write_once(&super::key("describe", once, id), move |tx| {
        let row = super::seen(tx, id)?;
        let permit = access::own(tx, &WRITE, row.org, &row.path)?;
        let versions = version::of(tx, &row)?;
        let title = versions.last().map(|v| v.title.clone()).unwrap_or_default();
        let about = About { title, number: String::new(), ..about.clone() };
        super::checked(tx, &about, Some(id))?;
        if about.kind != row.kind && versions.iter().any(|v| !v.is_draft()) {
            return Err(Fault::of("kind", "document_kind_stands").into());
        }
        if row.version != version || !document::alter(tx, &permit, &row, &about)? {
            return Err(AppError::Conflict(differences(&about, &document::get(tx, id)?)));
        }
        Ok(Happening::new("document.described", row.org, id)
            .detail(serde_json::json!({ "kind": about.kind.code(), "demands_work": about.demands_work }))
            .answer(()))
    })
    .await
}

/// What the editor sent and what stands there now.
fn differences(mine: &About, row: &DocumentRow) -> Vec<Difference> {
    let slot = |slot: Option<Slot>| slot.map(|s| format!("document.slot.{}", s.code())).unwrap_or_default();
    let kind = |code: &str| format!("document.kind.{code}");
    let yes = |flag: bool| (if flag { "document.yes" } else { "document.no" }).to_owned();
    let domain = |code: &str| if code.is_empty() { String::new() } else { format!("document.domain.{code}") };
    [
        ("document.field.kind", kind(mine.kind.code()), kind(row.kind.code())),
        ("document.field.framework", slot(mine.framework), slot(row.framework())),
        ("document.field.domain", domain(&mine.domain), domain(&row.domain)),
        ("document.field.demands_work", yes(mine.demands_work), yes(row.demands_work)),
    ]
    .into_iter()
    .filter(|(_, mine, theirs)| mine != theirs)
    .map(|(field, mine, theirs)| Difference { field, mine, theirs })
    .collect()
}
