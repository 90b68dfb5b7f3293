//! The public link: open only if the organisation itself chose it.

use cx::{AppError, Cx, Happening, Recorded};
use kernel::{Fault, Month, OrgId};

use crate::{access::SHARE, store};

/// Opens or closes the public link of a month.
///
/// # Errors
/// Nothing published yet.
pub async fn share(cx: &Cx, once: &str, org: OrgId, month: Month, public: bool) -> Result<(), AppError> {
    cx.write_once(&super::key("share", once, org, month), move |tx| {
        let row = store::org(tx, org)?;
        let permit = tx.permit(&SHARE, &row.path)?;
        if store::month(tx, org, month)?.rev == 0 {
            return Err(Fault::new("statement_unpublished").into());
        }
        if !store::share(tx, &permit, (org, month), public)? {
            return Ok(Recorded::unchanged(()));
        }
        let kind = if public { "statement.opened" } else { "statement.withheld" };
        Ok(Happening::new(kind, org, month).answer(()))
    })
    .await
}
