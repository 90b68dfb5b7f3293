//! The second person: a security administrator confirms a grant or refuses it (`trust.md` C5).

use cx::{AppError, Cx, Happening, Permit, Recorded, Tx};
use kernel::{Fault, HolderId, Id, OrgId, Role};
use serde_json::json;

use super::{
    Outcome,
    appoint::{facts, is_free, may_hold},
    submission,
};
use crate::{
    access,
    rules::Term,
    store::{self, RequestRow},
};

/// Confirms a waiting grant. Everything is looked at again: between asking and confirming, things change.
///
/// # Errors
/// [`AppError::NotFound`] outside the actor's branch; `access_decided`; `access_own_request`; those of appointing.
pub async fn confirm(cx: &Cx, org: OrgId, request: Id<()>, once: &str) -> Result<HolderId, AppError> {
    let key = submission("confirm", format!("{org} {request}"), once);
    let done = cx.write_once(&key, move |tx| unit(tx, org, request)).await?;
    match done.into_result()? {
        Outcome::Held(holder) => Ok(holder),
        _ => Err(AppError::Conflict(Vec::new())),
    }
}

fn unit(tx: &mut Tx<'_>, org: OrgId, request: Id<()>) -> Result<Recorded<Outcome>, AppError> {
    let (permit, asked) = open(tx, org, request)?;
    store::hold_post(tx, &permit, org, asked.post)?;
    account::hold(tx, &permit, asked.account)?;
    let post = store::post(tx, org, asked.post)?;
    let term = Term { from: asked.from, to: asked.to };
    let allowed = if term.to <= tx.today() { Err("access_over") } else { may_hold(tx, asked.account, &post, term)? };
    if let Err(code) = allowed {
        let happening = Happening::new("access.grant_confirmed", org, request).refused();
        return Ok(happening.detail(json!({ "why": code })).answer(Outcome::Refused(code.to_owned())));
    }
    is_free(tx, org, asked.post, term)?;
    if !store::decide(tx, &permit, &asked, "confirmed")? {
        return Err(Fault::new("access_decided").into());
    }
    let holder = tx.new_id();
    store::add_holder(tx, &permit, &asked, holder)?;
    if Role::of_post(&post.role).is_none_or(Role::is_admin) {
        // Sessions of administrators are shorter: what was opened before ends (`trust.md` B1, B2).
        account::end_sessions_in(tx, &permit, asked.account)?;
    }
    let happening = Happening::new("access.grant_confirmed", org, request).detail(facts(&asked));
    Ok(happening.answer(Outcome::Held(holder)))
}

/// Refuses a waiting grant.
///
/// # Errors
/// [`AppError::NotFound`] outside the actor's branch; the faults `access_decided` and `access_own_request`.
pub async fn refuse(cx: &Cx, org: OrgId, request: Id<()>, once: &str) -> Result<(), AppError> {
    cx.write_once(&submission("refuse", format!("{org} {request}"), once), move |tx| {
        let (permit, asked) = open(tx, org, request)?;
        if !store::decide(tx, &permit, &asked, "refused")? {
            return Err(Fault::new("access_decided").into());
        }
        Ok(Happening::new("access.grant_refused", org, request).detail(facts(&asked)).answer(()))
    })
    .await
}

/// The waiting grant and the right to decide about it, which whoever asked for it has not.
fn open(tx: &mut Tx<'_>, org: OrgId, request: Id<()>) -> Result<(Permit, RequestRow), AppError> {
    let org = store::org(tx, org)?;
    let permit = tx.permit(&access::DECIDE, &org.path)?;
    let asked = store::request(tx, org.id, request)?;
    if asked.state != "pending" {
        return Err(Fault::new("access_decided").into());
    }
    if asked.asked_by == tx.actor().account {
        return Err(Fault::new("access_own_request").into());
    }
    Ok((permit, asked))
}
