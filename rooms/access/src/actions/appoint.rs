//! Appointing a person to a post: at once below county level, else when a second person has confirmed it.

use cx::{AppError, Cx, Happening, Recorded, Tx};
use kernel::{AccountId, Day, Fault, OrgId, PostId, Role};
use serde_json::json;

use super::{Outcome, current, submission};
use crate::{
    access,
    rules::{self, Term},
    store::{self, OrgRow, PostRow, RequestRow},
};

/// Who is to hold which post, from a day to a day (half-open).
#[derive(Debug, Clone)]
pub struct Appointment {
    /// Organisation of the post.
    pub org: OrgId,
    /// The post.
    pub post: PostId,
    /// Login of the person's account.
    pub login: String,
    /// First day.
    pub from: Day,
    /// First day no more; [`Day::FOREVER`] if no end is known.
    pub to: Day,
}

/// Appoints, or asks for a second person's confirmation where one is needed.
///
/// # Errors
/// [`AppError::NotFound`] outside the actor's branch. Faults: `access_no_login`, `access_taken`, `access_self`,
/// `access_admins`, `access_admin_business`, `access_disabled` and those of the term.
pub async fn appoint(cx: &Cx, wanted: Appointment, once: &str) -> Result<Outcome, AppError> {
    let what = format!("{} {} {} {} {}", wanted.org, wanted.post, wanted.from, wanted.to, wanted.login);
    let done = cx.write_once(&submission("appoint", what, once), move |tx| unit(tx, &wanted)).await?;
    done.into_result()
}

fn unit(tx: &mut Tx<'_>, wanted: &Appointment) -> Result<Recorded<Outcome>, AppError> {
    let org = store::org(tx, wanted.org)?;
    let permit = tx.permit(&access::APPOINT, &org.path)?;
    store::hold_post(tx, &permit, org.id, wanted.post)?;
    let post = store::post(tx, org.id, wanted.post)?;
    let account = account::name_of_login(tx, &wanted.login).map_err(|_| Fault::of("login", "access_no_login"))?;
    account::hold(tx, &permit, account)?;
    let term = Term::of(wanted.from, wanted.to, tx.today())?;
    if let Err(code) = may_hold(tx, account, &post, term)? {
        let detail = json!({ "account": account, "why": code });
        let happening = Happening::new("access.appointed", org.id, post.id).refused().detail(detail);
        return Ok(happening.answer(Outcome::Refused(code.to_owned())));
    }
    is_free(tx, org.id, post.id, term)?;
    let request = RequestRow {
        org: org.id,
        id: tx.new_id(),
        post: post.id,
        account,
        from: term.from,
        to: term.to,
        state: "pending".to_owned(),
        asked_by: tx.actor().account,
        asked_at: tx.now(),
    };
    if waits(tx, &org, &post) {
        store::add_request(tx, &permit, &request)?;
        let happening = Happening::new("access.grant_asked", org.id, request.id).detail(facts(&request));
        return Ok(happening.answer(Outcome::Waits(request.id.to_string())));
    }
    let holder = tx.new_id();
    store::add_holder(tx, &permit, &request, holder)?;
    let happening = Happening::new("access.appointed", org.id, post.id).detail(facts(&request));
    Ok(happening.answer(Outcome::Held(holder)))
}

/// What the record keeps of an appointment.
pub(super) fn facts(r: &RequestRow) -> serde_json::Value {
    json!({ "account": r.account, "post": r.post, "from": r.from, "to": r.to })
}

/// Whether a second person must confirm. The operator sets up the first administrators, when there is none.
fn waits(tx: &Tx<'_>, org: &OrgRow, post: &PostRow) -> bool {
    let role = Role::of_post(&post.role).unwrap_or(Role::SystemAdmin);
    tx.actor().seat.role != Role::Operator && rules::needs_second(&org.level, role)
}

/// Whether somebody may hold a post for a term. Outer errors are about the form, the inner one is a refusal
/// that goes on record. The caller holds post and account, so nobody else decides about them meanwhile.
pub(super) fn may_hold(
    tx: &mut Tx<'_>,
    id: AccountId,
    post: &PostRow,
    term: Term,
) -> Result<Result<(), &'static str>, AppError> {
    if id == tx.actor().account {
        return Ok(Err("access_self"));
    }
    let known = account::of_id(tx, id)?.ok_or(AppError::NotFound)?;
    if known.disabled_at.is_some() {
        return Ok(Err("access_disabled"));
    }
    if term.from < post.from || term.from >= post.to {
        return Err(Fault::of("from", "access_outside_post").with("from", post.from).into());
    }
    let role = Role::of_post(&post.role)
        .ok_or_else(|| AppError::Internal(format!("post {} has the unknown role {}", post.id, post.role)))?;
    let held: Vec<_> = current(tx, id)?.into_iter().map(|(_, holding)| holding).collect();
    if let Err(code) = rules::go_together(&held, role, term) {
        return Ok(Err(code));
    }
    Ok(Ok(()))
}

/// A post has one holder on any day.
pub(super) fn is_free(tx: &mut Tx<'_>, org: OrgId, post: PostId, term: Term) -> Result<(), AppError> {
    let terms = store::terms_of_post(tx, org, post)?;
    match terms.into_iter().find(|(from, to)| Term { from: *from, to: *to }.meets(term)) {
        Some((_, to)) if to == Day::FOREVER => Err(Fault::of("from", "access_taken").into()),
        Some((_, to)) => Err(Fault::of("from", "access_taken_until").with("to", to).into()),
        None => Ok(()),
    }
}
