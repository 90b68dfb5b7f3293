//! Asking again for the password, before what must not be done from a computer left open.

use askama::Template;
use axum::http::StatusCode;
use cx::AppError;
use kernel::Faults;
use kit::{Answer, FormView, Req, Shell, W, redirect};

use super::{as_typed, session, with_session};
use crate::actions::prove;

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

fn page(req: &Req, status: StatusCode, next: String, faults: &Faults) -> Answer {
    let form = FormView::default().refused(faults, &req.w);
    req.render_as(status, &Page { s: req.shell(), w: req.w, form, next })
}
