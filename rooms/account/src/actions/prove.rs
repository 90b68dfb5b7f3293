//! Proving again who one is, before what must not be done from a computer left open (`trust.md` B5).

use cx::{AppError, Cx, Happening, hash_token, session::Caller};
use kernel::{AccountId, Fault, Instant, OrgId};
use serde_json::json;

use super::tries::Buckets;
use crate::{
    hashing,
    store::{self, Credentials, Renewal},
};

/// How long a proof holds for an act that demands a fresh one.
const FRESH_MS: i64 = 5 * 60_000;

/// Evidence that the person of an account proved who they are a moment ago: acts such as signing ask to see it.
#[derive(Debug, Clone, Copy)]
pub struct Proof {
    account: AccountId,
    at: Instant,
}

impl Proof {
    /// What a session knows: when its person last typed the password. A token of the API proves nothing.
    #[must_use]
    pub const fn of_session(caller: &Caller) -> Self {
        Self { account: caller.actor.account, at: caller.proved_at }
    }

    /// Whether it is of this account and not older than five minutes.
    #[must_use]
    pub fn holds(&self, account: AccountId, now: Instant) -> bool {
        self.account == account && self.at <= now && now.0 - self.at.0 <= FRESH_MS
    }
}

/// Proves who one is by the password typed into the form of the act itself.
///
/// # Errors
/// The fault `account_proof_wrong` of the field `password`; [`AppError::SlowDown`] after too many wrong ones.
pub async fn prove_with_password(cx: &Cx, typed: &str, address: &str) -> Result<Proof, AppError> {
    let (known, buckets) = check(cx, typed, address, ("password", "account_proof_wrong")).await?;
    let org = cx.actor().seat.org;
    cx.write(move |tx| {
        buckets.pass(tx, true)?;
        let permit = tx.permit_self("account.prove");
        buckets.succeeded(tx, &permit)?;
        let proof = Proof { account: known.id, at: tx.now() };
        Ok(Happening::new("account.proved", org, known.id).answer(proof))
    })
    .await
}

/// Checks the password of whoever is logged in, with the same patience as at the door.
/// A wrong one is the fault `code` of the field `field`.
pub(crate) async fn check(
    cx: &Cx,
    typed: &str,
    address: &str,
    (field, code): (&'static str, &'static str),
) -> Result<(Credentials, Buckets), AppError> {
    let (id, from) = (cx.actor().account, address.to_owned());
    let (known, buckets) = cx
        .read(move |tx| {
            let known = store::credentials_of(tx, id)?.ok_or(AppError::Unauthenticated)?;
            let buckets = Buckets::of(&known.login, &from);
            buckets.pass(tx, false)?;
            Ok((known, buckets))
        })
        .await?;
    if hashing::check(typed, Some(known.hash.clone())).await? {
        return Ok((known, buckets));
    }
    cx.write(move |tx| {
        buckets.pass(tx, true)?;
        let permit = tx.permit_self("account.prove");
        buckets.failed(tx, &permit)?;
        let happening = Happening::new("account.proved", OrgId::new(0), id).refused();
        Ok(happening.detail(json!({ "why": "password" })).answer(()))
    })
    .await?;
    Err(Fault::of(field, code).into())
}

/// Notes that the person has just proved who they are; answers the session's new token.
pub(crate) async fn prove(cx: &Cx, caller: &Caller, typed: &str, address: &str) -> Result<String, AppError> {
    let (known, buckets) = check(cx, typed, address, ("password", "account_proof_wrong")).await?;
    let token = cx::fresh_token()?;
    let (org, post) = (caller.actor.seat.org, caller.actor.seat.post);
    let renewal = Renewal {
        account: known.id,
        old: caller.token_hash.clone(),
        new: hash_token(&token),
        post: (post.raw() != 0).then_some(post),
        proved_at: cx.house().now(),
    };
    cx.write(move |tx| {
        buckets.pass(tx, true)?;
        let permit = tx.permit_self("account.prove");
        buckets.succeeded(tx, &permit)?;
        if !store::renew_session(tx, &permit, &renewal)? {
            return Err(AppError::Unauthenticated);
        }
        Ok(Happening::new("account.proved", org, known.id).answer(()))
    })
    .await?;
    Ok(token)
}
