//! Changing the password: by will, or because it was given by somebody else.

use askama::Template;
use axum::http::StatusCode;
use cx::AppError;
use kernel::Faults;
use kit::{Answer, FormView, Req, Shell, W, redirect_with};

use super::{as_typed, session, with_session};
use crate::{
    actions::{change_password, manage},
    rules::Profile,
};

#[derive(Template)]
#[template(path = "pages/password.html")]
struct Page {
    s: Shell,
    w: W,
    form: FormView,
    /// The old one is asked for; not when it is a one-time one.
    asks_old: bool,
    /// It must be changed before anything else.
    forced: bool,
}

pub(super) async fn show(req: Req) -> Answer {
    page(&req, StatusCode::OK, &Faults::new()).await
}

pub(super) async fn send(req: Req, profile: Profile) -> Answer {
    let caller = session(&req)?;
    let form = change_password::Change {
        old: as_typed(&req.form, "old"),
        new: as_typed(&req.form, "password"),
        again: as_typed(&req.form, "again"),
    };
    match change_password::change(&req.cx, &caller, form, (&req.address, &req.agent), profile).await {
        Ok(token) => Ok(with_session(redirect_with("/me", "account_password", 0), &req, &token)),
        Err(AppError::Invalid(faults)) => page(&req, StatusCode::UNPROCESSABLE_ENTITY, &faults).await,
        Err(other) => Err(other.into()),
    }
}

/// What was typed is not put back: a password stands in no page.
async fn page(req: &Req, status: StatusCode, faults: &Faults) -> Answer {
    let caller = session(req)?;
    let one_time = manage::has_one_time(&req.cx).await?;
    let form = FormView::default().refused(faults, &req.w);
    let page = Page { s: req.shell(), w: req.w, form, asks_old: !one_time, forced: caller.must_change };
    req.render_as(status, &page)
}
