//! API tokens: bound to one post, read or write, at most a year, shown once.

use cx::{AppError, Cx, Happening, hash_token};
use kernel::Fault;
use serde_json::json;

use super::sessions::MARK;
use crate::{
    rules::token::NewToken,
    store::{self, TokenRow},
};

/// The most live tokens of one account.
const MOST: usize = 20;

/// The caller's live tokens, the newest first.
pub(crate) async fn list(cx: &Cx) -> Result<Vec<TokenRow>, AppError> {
    let id = cx.actor().account;
    cx.read(move |tx| store::tokens(tx, id)).await
}

/// Makes a token for the post the caller acts from; answers the secret, which is kept nowhere.
pub(crate) async fn create(cx: &Cx, token: NewToken) -> Result<String, AppError> {
    let (id, seat) = (cx.actor().account, cx.actor().seat.clone());
    if seat.post.raw() == 0 {
        return Err(AppError::Forbidden("account.create_token"));
    }
    let secret = cx::fresh_token()?;
    let hash = hash_token(&secret);
    cx.write(move |tx| {
        let permit = tx.permit_self("account.create_token");
        if store::tokens(tx, id)?.len() >= MOST {
            return Err(Fault::of("label", "account_token_most").with("most", MOST).into());
        }
        store::add_token(tx, &permit, (id, seat.post), &hash, &token)?;
        let detail = json!({ "token": &hash[..MARK], "until": token.until.rfc3339(), "may_write": token.may_write });
        Ok(Happening::new("account.token_created", seat.org, id).detail(detail).answer(()))
    })
    .await?;
    Ok(secret)
}

/// Ends a token of the caller, named by its mark.
pub(crate) async fn revoke(cx: &Cx, mark: &str) -> Result<(), AppError> {
    let (id, org, mark) = (cx.actor().account, cx.actor().seat.org, mark.to_owned());
    cx.write(move |tx| {
        let permit = tx.permit_self("account.revoke_token");
        if mark.len() != MARK || !store::revoke(tx, &permit, id, &mark)? {
            return Err(AppError::NotFound);
        }
        Ok(Happening::new("account.token_revoked", org, id).detail(json!({ "token": &mark })).answer(()))
    })
    .await
}
