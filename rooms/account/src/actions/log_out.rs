//! Logging out: the session ends for every tab that shares it.

use cx::{AppError, Cx, Happening, Recorded, session::Caller};

use crate::store;

/// Ends the caller's session.
pub(crate) async fn log_out(cx: &Cx, caller: &Caller) -> Result<(), AppError> {
    let (id, org, hash) = (caller.actor.account, caller.actor.seat.org, caller.token_hash.clone());
    cx.write(move |tx| {
        let permit = tx.permit_self("account.log_out");
        if !store::end_session(tx, &permit, id, &hash)? {
            return Ok(Recorded::unchanged(()));
        }
        Ok(Happening::new("account.logged_out", org, id).answer(()))
    })
    .await
}
