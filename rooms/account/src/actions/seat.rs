//! Acting from another of one's posts. The session gets a new token, for what it may do has changed.

use cx::{AppError, Cx, Happening, hash_token, session::Caller};
use kernel::PostId;

use crate::store::{self, Renewal};

/// Takes a seat; answers the session's new token. A post that the person does not hold today is not found.
pub(crate) async fn take(cx: &Cx, caller: &Caller, post: PostId) -> Result<String, AppError> {
    let seat = caller.seats.iter().find(|s| s.post == post).ok_or(AppError::NotFound)?;
    let token = cx::fresh_token()?;
    let org = seat.org;
    let renewal = Renewal {
        account: caller.actor.account,
        old: caller.token_hash.clone(),
        new: hash_token(&token),
        post: Some(post),
        proved_at: caller.proved_at,
    };
    cx.write(move |tx| {
        let permit = tx.permit_self("account.take_seat");
        if !store::renew_session(tx, &permit, &renewal)? {
            return Err(AppError::Unauthenticated);
        }
        Ok(Happening::new("account.seat_taken", org, post).answer(()))
    })
    .await?;
    Ok(token)
}
