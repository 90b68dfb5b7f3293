//! Choosing the language of the pages.

use cx::{AppError, Cx, Happening, Recorded};

use crate::store;

/// Keeps the language with the account, for its other devices.
pub(crate) async fn choose(cx: &Cx, code: &'static str) -> Result<(), AppError> {
    let (id, org) = (cx.actor().account, cx.actor().seat.org);
    cx.write(move |tx| {
        let permit = tx.permit_self("account.choose_language");
        if !store::set_language(tx, &permit, id, code)? {
            return Ok(Recorded::unchanged(()));
        }
        Ok(Happening::new("account.language_chosen", org, id)
            .detail(serde_json::json!({ "language": code }))
            .answer(()))
    })
    .await
}
