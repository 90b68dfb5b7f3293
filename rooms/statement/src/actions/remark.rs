//! A superior's remark beside a published statement: added, never changed.

use cx::{AppError, Cx, Happening};
use kernel::{Fault, Month, OrgId};

use crate::{access::REMARK, rules::texts, store};

/// Sets a remark beside the newest revision.
///
/// # Errors
/// A text that is empty, too long or holds personal numbers; nothing published yet.
pub async fn remark(cx: &Cx, once: &str, org: OrgId, month: Month, text: &str) -> Result<(), AppError> {
    let text = texts::one_form(text);
    cx.write_once(&super::key("remark", once, org, month), move |tx| {
        let row = store::org(tx, org)?;
        let permit = tx.permit(&REMARK, &row.path)?;
        let rev = store::month(tx, org, month)?.rev;
        let mut faults = texts::note_faults("remark", &text);
        faults.extend((rev == 0).then(|| Fault::new("statement_unpublished")));
        if !faults.is_empty() {
            return Err(faults.into());
        }
        store::remark(tx, &permit, (org, month), rev, &text)?;
        Ok(Happening::new("statement.remarked", org, month).detail(serde_json::json!({ "rev": rev })).answer(()))
    })
    .await
}
