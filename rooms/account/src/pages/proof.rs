//! Asking again for the password, before what must not be done from a computer left open.

use askama::Template;
use axum::http::StatusCode;
use cx::AppError;
use kernel::{Fault, Faults};
use kit::{Answer, FormView, Req, Shell, W, redirect};

use super::{as_typed, session, with_session};
use crate::actions::prove::{self, Proof};

#[derive(Template)]
#[template(path = "pages/proof.html")]
struct Page {
    s: Shell,
    w: W,
    form: FormView,
    next: String,
}

pub(super) async fn show(req: Req) -> Answer {
    session(&req)?;
    page(&req, StatusCode::OK, req.query.get("next").to_owned(), &Faults::new())
}

pub(super) async fn send(req: Req) -> Answer {
    let caller = session(&req)?;
    let next = req.form.get("next").to_owned();
    match prove::prove(&req.cx, &caller, &as_typed(&req.form, "password"), &req.address).await {
        Ok(token) => Ok(with_session(redirect(&next), &req, &token)),
        Err(AppError::Invalid(faults)) => page(&req, StatusCode::UNPROCESSABLE_ENTITY, next, &faults),
        Err(other) => Err(other.into()),
    }
}

/// The proof behind an act: the password typed with it, else what the session proved within five minutes. A token of
/// the API proves nothing: such acts are a person's own.
///
/// # Errors
/// A wrong password, none where one is needed, or no session.
pub async fn proof_of(req: &Req, typed: &str) -> Result<Proof, AppError> {
    let caller = req.caller.as_ref().ok_or(AppError::Unauthenticated)?;
    if caller.csrf.is_empty() {
        return Err(AppError::Forbidden("prove"));
    }
    if !typed.is_empty() {
        return prove::prove_with_password(&req.cx, typed, &req.address).await;
    }
    let proof = Proof::of_session(caller);
    if proof.holds(req.cx.actor().account, req.cx.house().now()) {
        Ok(proof)
    } else {
        Err(Fault::of("password", "account_proof_needed").into())
    }
}

/// [`proof_of`] with the field `password` of the sent form.
///
/// # Errors
/// As [`proof_of`].
pub async fn proof_of_form(req: &Req) -> Result<Proof, AppError> {
    proof_of(req, &as_typed(&req.form, "password")).await
}

fn page(req: &Req, status: StatusCode, next: String, faults: &Faults) -> Answer {
    let form = FormView::default().refused(faults, &req.w);
    req.render_as(status, &Page { s: req.shell(), w: req.w, form, next })
}
