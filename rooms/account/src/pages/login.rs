//! The door: logging in and out, and the language, which may be chosen before.

use askama::Template;
use axum::http::{HeaderValue, StatusCode, header};
use cx::AppError;
use kit::{Answer, FormView, LANGUAGE_COOKIE, Lang, Req, Shell, W, redirect};

use super::{as_typed, session, set_cookie, with_session};
use crate::{
    actions::{language as choose_language, log_in, log_out as end},
    rules::Profile,
};

#[derive(Template)]
#[template(path = "pages/login.html")]
struct Page {
    s: Shell,
    w: W,
    form: FormView,
    next: String,
    /// Why nobody was let in; empty at first.
    refused: String,
}

pub(super) async fn show(req: Req) -> Answer {
    let next = req.query.get("next").to_owned();
    if req.caller.is_some() {
        return Ok(redirect(&next));
    }
    page(&req, StatusCode::OK, next, String::new())
}

pub(super) async fn send(req: Req, profile: Profile) -> Answer {
    let next = req.form.get("next").to_owned();
    let attempt = log_in::Try {
        login: req.form.get("login").to_owned(),
        password: as_typed(&req.form, "password"),
        address: req.address.clone(),
        agent: req.agent.clone(),
    };
    match log_in::log_in(&req.cx, attempt, profile).await {
        Ok(opened) => {
            let to = if opened.must_change { "/me/password" } else { next.as_str() };
            Ok(with_session(redirect(to), &req, &opened.token))
        }
        Err(AppError::Invalid(faults)) => {
            let refused = faults.iter().map(|f| req.w.fault(f)).collect();
            page(&req, StatusCode::UNPROCESSABLE_ENTITY, next, refused)
        }
        Err(AppError::SlowDown(seconds)) => {
            let mut response =
                page(&req, StatusCode::TOO_MANY_REQUESTS, next, req.w.n("error.slow_down.wait", seconds))?;
            response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(seconds));
            Ok(response)
        }
        Err(other) => Err(other.into()),
    }
}

fn page(req: &Req, status: StatusCode, next: String, refused: String) -> Answer {
    let mut s = req.shell();
    // A refused form was posted: coming back from the language switch must find a page again.
    s.uri = format!("/login?next={}", kit::encode(&next));
    let form = FormView::of(&[("login", req.form.get("login"))]);
    req.render_as(status, &Page { s, w: req.w, form, next, refused })
}

pub(super) async fn log_out(req: Req) -> Answer {
    let caller = session(&req)?;
    end::log_out(&req.cx, &caller).await?;
    let mut response = redirect("/login");
    set_cookie(&mut response, &kit::clear_session(req.app().secure_cookies));
    Ok(response)
}

pub(super) async fn language(req: Req) -> Answer {
    let code = Lang::of(req.form.get("language")).code();
    if req.caller.is_some() {
        choose_language::choose(&req.cx, code).await?;
    }
    let mut response = redirect(req.form.get("next"));
    let mark = if req.app().secure_cookies { "; Secure" } else { "" };
    set_cookie(&mut response, &format!("{LANGUAGE_COOKIE}={code}; Path=/; SameSite=Lax; Max-Age=31536000{mark}"));
    Ok(response)
}
