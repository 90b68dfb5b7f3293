//! Asking again for the password, before what must not be done from a computer left open.

use askama::Template;
use axum::{http::StatusCode, response::IntoResponse};
use cx::{AppError, session::Caller};
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
    /// Where the password is sent.
    action: String,
    /// What is sent with it.
    fields: Vec<(String, String)>,
    /// Whether these are what somebody typed into another form.
    keeps: bool,
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

/// Does what a form asks for if its sender proved within ten minutes who they are. If that is longer ago, the answer
/// asks for the password and carries every field of the form on with it, its submission key too: nothing that was typed
/// is lost, with or without scripts. Files are not carried on.
///
/// # Errors
/// Those of the act; [`AppError::SlowDown`] after too many wrong passwords; no session.
pub async fn once_proved<F: Future<Output = Answer>>(mut req: Req, act: impl FnOnce(Req) -> F) -> Answer {
    if req.proved_recently().is_ok() {
        return act(req).await;
    }
    let caller = session(&req)?;
    let typed = as_typed(&req.form, "password");
    if typed.is_empty() {
        return ask_first(&req, StatusCode::FORBIDDEN, &Faults::new());
    }
    match prove::prove(&req.cx, &caller, &typed, &req.address).await {
        Ok(token) => {
            req.caller = Some(Caller { proved_at: req.cx.house().now(), ..caller });
            let done = act(req.clone()).await.unwrap_or_else(IntoResponse::into_response);
            Ok(with_session(done, &req, &token))
        }
        Err(AppError::Invalid(faults)) => ask_first(&req, StatusCode::UNPROCESSABLE_ENTITY, &faults),
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

/// The proof alone, and then on to an address.
fn page(req: &Req, status: StatusCode, next: String, faults: &Faults) -> Answer {
    let form = FormView::default().refused(faults, &req.w);
    let (action, fields) = ("/me/proof".to_owned(), vec![("next".to_owned(), next)]);
    req.render_as(status, &Page { s: req.shell(), w: req.w, form, action, fields, keeps: false })
}

/// The proof before an act, whose form goes on with the password.
fn ask_first(req: &Req, status: StatusCode, faults: &Faults) -> Answer {
    let form = FormView::default().refused(faults, &req.w);
    let typed = req.form.pairs().filter(|(name, _)| !matches!(*name, "csrf" | "password"));
    let fields = typed.map(|(name, value)| (name.to_owned(), value.to_owned())).collect();
    req.render_as(status, &Page { s: req.shell(), w: req.w, form, action: req.uri.clone(), fields, keeps: true })
}
