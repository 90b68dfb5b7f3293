//! Writing the two texts of the draft.

use cx::{AppError, Cx, Happening, Recorded};
use kernel::{Month, OrgId};

use crate::{
    access::DRAFT,
    rules::{month, texts::Texts},
    store,
};

/// Keeps the texts of the draft; `version` is the one their writer has read.
///
/// # Errors
/// Texts that are too long, a month that has not begun; a conflict if somebody wrote or published meanwhile.
pub async fn save(cx: &Cx, once: &str, org: OrgId, of: Month, texts: Texts, version: i64) -> Result<(), AppError> {
    cx.write_once(&super::key("save", once, org, of), move |tx| {
        let row = store::org(tx, org)?;
        let permit = tx.permit(&DRAFT, &row.path)?;
        let stands = store::month(tx, org, of)?;
        let mut faults = texts.draft_faults();
        faults.extend(month::has_begun(of, tx.now(), tx.zone()).err());
        if !faults.is_empty() {
            return Err(faults.into());
        }
        if stands.rev == 0 && (&stands.self_text, &stands.problems) == (&texts.self_text, &texts.problems) {
            return Ok(Recorded::unchanged(()));
        }
        if stands.version != version || !store::save(tx, &permit, (org, of), &texts, version)? {
            return Err(super::overtaken(&texts, &store::month(tx, org, of)?));
        }
        Ok(Happening::new("statement.saved", org, of).answer(()))
    })
    .await
}
