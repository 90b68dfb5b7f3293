//! The pages of one's own account, and the door.

mod login;
mod me;
mod password;
pub(crate) mod proof;

use axum::{
    http::{HeaderValue, header},
    response::Response,
};
use cx::{AppError, session::Caller};
use kit::{Form, Policy, Req, Routes};

use crate::rules::Profile;

/// Routes of the pages under a password profile.
pub(crate) fn routes(profile: Profile) -> Routes {
    Routes::new()
        .get("/login", Policy::Public, login::show)
        .post("/login", Policy::Public, move |req: Req| login::send(req, profile))
        .post("/logout", Policy::Account, login::log_out)
        .post("/language", Policy::Public, login::language)
        .post("/seat", Policy::Account, me::seat)
        .get("/me", Policy::Account, me::show)
        .post("/me/sessions/end", Policy::Account, me::end_session)
        .post("/me/sessions/end-others", Policy::Account, me::end_others)
        .post("/me/tokens", Policy::Account, me::create_token)
        .post("/me/tokens/revoke", Policy::Account, me::revoke_token)
        .get("/me/password", Policy::Account, password::show)
        .post("/me/password", Policy::Account, move |req: Req| password::send(req, profile))
        .get("/me/proof", Policy::Account, proof::show)
        .post("/me/proof", Policy::Account, proof::send)
}

/// A field as it was typed: blanks at the ends of a password count.
fn as_typed(form: &Form, name: &str) -> String {
    form.pairs().find(|(n, _)| *n == name).map(|(_, v)| v.to_owned()).unwrap_or_default()
}

/// Whoever is logged in; the guard has made sure that somebody is.
fn caller(req: &Req) -> Result<Caller, AppError> {
    req.caller.clone().ok_or(AppError::Unauthenticated)
}

/// The caller's browser session; an API token has none.
fn session(req: &Req) -> Result<Caller, AppError> {
    caller(req).and_then(|c| if c.csrf.is_empty() { Err(AppError::Unauthenticated) } else { Ok(c) })
}

/// A response that gives the browser this session.
fn with_session(mut response: Response, req: &Req, token: &str) -> Response {
    set_cookie(&mut response, &kit::session_cookie(token, req.app().secure_cookies));
    response
}

fn set_cookie(response: &mut Response, text: &str) {
    if let Ok(value) = HeaderValue::from_str(text) {
        response.headers_mut().append(header::SET_COOKIE, value);
    }
}
