//! Publishing the first revision: facts and texts are sealed in one unit of work.

use cx::{AppError, Cx, Difference, Happening, Tx};
use kernel::{Month, OrgId};
use serde::{Deserialize, Serialize};

use crate::{
    access::PUBLISH,
    rules::{canonical, facts::Statement, month, seen::Seen, texts::Texts},
    store::{self, OrgRow, Sealing},
};

/// What is published, and on which reading of it.
#[derive(Debug, Clone)]
pub struct Publication {
    /// Whose.
    pub org: OrgId,
    /// Of which month.
    pub month: Month,
    /// The two texts.
    pub texts: Texts,
    /// Version of the draft that was read.
    pub version: i64,
    /// The facts that were read, as `Seen::code` gives them; empty if the caller does not say.
    pub seen: String,
}

/// What came of it.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Published {
    /// The revision.
    pub rev: i64,
    /// Its seal.
    pub hash: String,
}

/// Publishes the first revision of a month.
///
/// # Errors
/// Texts that may not be published, a month that has not begun; a conflict with every difference if it
/// is published already, or if the draft or its facts changed since they were read.
pub async fn publish(cx: &Cx, once: &str, what: Publication) -> Result<Published, AppError> {
    cx.write_once(&super::key("publish", once, what.org, what.month), move |tx| {
        let row = store::org(tx, what.org)?;
        let permit = tx.permit(&PUBLISH, &row.path)?;
        let stands = store::month(tx, what.org, what.month)?;
        if stands.rev > 0 || stands.version != what.version {
            return Err(super::overtaken(&what.texts, &stands));
        }
        let mut faults = what.texts.faults();
        faults.extend(month::has_begun(what.month, tx.now(), tx.zone()).err());
        if !faults.is_empty() {
            return Err(faults.into());
        }
        let statement = composed(tx, &row, &what)?;
        let body = canonical::body(&statement);
        let hash = canonical::seal(&body);
        let by = (tx.actor().account, tx.actor().seat.post);
        let (org, month) = (what.org, what.month);
        let sealing = Sealing { org, month, rev: 1, path: &row.path, body: &body, hash: &hash, by, confirmed: None };
        let saved = store::save(tx, &permit, (org, month), &what.texts, what.version)?;
        if !saved || !store::seal(tx, &permit, &sealing)? {
            return Err(super::overtaken(&what.texts, &store::month(tx, org, month)?));
        }
        Ok(Happening::new("statement.published", org, month)
            .detail(serde_json::json!({ "rev": 1, "hash": hash }))
            .answer(Published { rev: 1, hash }))
    })
    .await
}

/// The statement as it is sealed, if its facts are those that were read.
fn composed(tx: &mut Tx<'_>, row: &OrgRow, what: &Publication) -> Result<Statement, AppError> {
    let mut statement = super::compose(tx, row, what.month, &what.texts)?;
    statement.published = Some(statement.drafted);
    if !what.seen.is_empty() {
        let found = Seen::of_code(&what.seen).differences(&Seen::of(&statement.facts));
        if !found.is_empty() {
            let differences = found.into_iter().map(|(field, mine, theirs)| Difference { field, mine, theirs });
            return Err(AppError::Conflict(differences.collect()));
        }
    }
    Ok(statement)
}
