//! The frame of every page, and answers that lead to another page.

use askama::Template;
use axum::{
    http::{StatusCode, header},
    response::{IntoResponse, Response},
};
use cx::{AppError, Seat};

use crate::{Answer, Failure, NavGroup, Req, W};

/// What the frame of a page shows: templates hold it as `s`.
#[derive(Debug, Clone)]
pub struct Shell {
    /// The words.
    pub w: W,
    /// The menu.
    pub nav: Vec<NavGroup>,
    /// Path of this page, to mark its entry in the menu.
    pub here: String,
    /// Path and query of this page, to come back to.
    pub uri: String,
    /// Id of the account, under which a device keeps its drafts; empty if nobody is logged in.
    pub account: String,
    /// Name of the person.
    pub person: String,
    /// The seat they act from.
    pub seat: Option<Seat>,
    /// Their other seats.
    pub other_seats: Vec<Seat>,
    /// Token against forged requests, for hidden fields.
    pub csrf: String,
    /// A fresh submission key, for hidden fields.
    pub once: String,
    /// Whether the database holds demo data.
    pub demo: bool,
    /// What the request before this one did, to be said at the top.
    pub done: Option<String>,
    /// Key of a kept draft that the device may drop now.
    pub draft_done: String,
}

impl Shell {
    pub(crate) fn of(req: &Req) -> Self {
        let caller = req.caller.as_ref();
        let actor = req.cx.actor();
        let seat = caller.map(|c| c.actor.seat.clone()).filter(|s| s.role != kernel::Role::Nobody);
        let done = req
            .query
            .opt("done")
            .filter(|k| req.w.has(&format!("done.{k}")))
            .map(|key| req.w.n(&format!("done.{key}"), req.query.get("n").parse::<i64>().unwrap_or(0)));
        Self {
            w: req.w,
            nav: (req.app.nav)(actor, &req.w),
            here: req.uri.split('?').next().unwrap_or_default().to_owned(),
            uri: req.uri.clone(),
            account: caller.map(|c| c.actor.account.to_string()).unwrap_or_default(),
            person: actor.name.clone(),
            other_seats: caller
                .map(|c| c.seats.iter().filter(|s| s.post != c.actor.seat.post).cloned().collect())
                .unwrap_or_default(),
            seat,
            csrf: caller.map(|c| c.csrf.clone()).unwrap_or_default(),
            once: cx::fresh_token().unwrap_or_default(),
            demo: req.app.demo,
            done,
            draft_done: req.query.get("draft").to_owned(),
        }
    }

    /// Address of an embedded file, with its version.
    #[must_use]
    pub fn asset(&self, name: &str) -> String {
        assets::url(name)
    }

    /// Whether a menu entry is the one this page belongs to.
    #[must_use]
    pub fn is_here(&self, href: &str) -> bool {
        if href == "/" { self.here == "/" } else { self.here == href || self.here.starts_with(&format!("{href}/")) }
    }

    /// Whether this page acts from that post.
    #[must_use]
    pub fn is_mine(&self, post: &kernel::PostId) -> bool {
        self.seat.as_ref().is_some_and(|seat| seat.post == *post)
    }

    /// First character of the person's name, for the round badge.
    #[must_use]
    pub fn initial(&self) -> String {
        self.person.chars().next().map(String::from).unwrap_or_default()
    }
}

impl Req {
    /// Renders a template as the answer.
    ///
    /// # Errors
    /// If the template fails, which is our fault.
    pub fn render(&self, template: &impl Template) -> Answer {
        self.render_as(StatusCode::OK, template)
    }

    /// Renders a template with a status: 422 for a refused form, 409 for a conflict.
    ///
    /// # Errors
    /// If the template fails, which is our fault.
    pub fn render_as(&self, status: StatusCode, template: &impl Template) -> Answer {
        let body = template.render().map_err(|e| AppError::Internal(format!("template: {e}")))?;
        Ok((status, [(header::CONTENT_TYPE, "text/html; charset=utf-8")], body).into_response())
    }
}

/// After a form: to the page that shows the result.
#[must_use]
pub fn redirect(to: &str) -> Response {
    (StatusCode::SEE_OTHER, [(header::LOCATION, safe_target(to))]).into_response()
}

/// [`redirect`] with a sentence `done.<key>` at the top of the next page, whose `{n}` is `n`.
#[must_use]
pub fn redirect_with(to: &str, key: &str, n: i64) -> Response {
    let joint = if to.contains('?') { '&' } else { '?' };
    redirect(&format!("{to}{joint}done={key}&n={n}"))
}

/// Only addresses of this program: a form must not send people elsewhere.
fn safe_target(to: &str) -> String {
    let inside = to.starts_with('/') && !to.starts_with("//") && !to.contains(['\\', '\r', '\n']);
    if inside && to.is_ascii() { to.to_owned() } else { "/".to_owned() }
}

/// The page of a failure.
#[derive(Template)]
#[template(path = "error.html")]
pub(crate) struct ErrorPage {
    s: Shell,
    w: W,
    status: u16,
    title: &'static str,
    help: &'static str,
    sentences: Vec<String>,
    differences: Vec<(&'static str, String, String)>,
    request_id: String,
}

/// The page of a failure, in the caller's language.
pub(crate) fn failure_page(req: &Req, failure: &Failure) -> Response {
    let w = req.w;
    let code = failure.code();
    let mut page = ErrorPage {
        s: req.shell(),
        w,
        status: failure.status().as_u16(),
        title: w.t(&format!("error.{code}.title")),
        help: w.t(&format!("error.{code}.help")),
        sentences: Vec::new(),
        differences: Vec::new(),
        request_id: req.cx.request_id().to_owned(),
    };
    match &*failure.0 {
        AppError::Invalid(faults) => page.sentences = faults.iter().map(|f| w.fault(f)).collect(),
        AppError::SlowDown(seconds) => page.sentences = vec![w.n("error.slow_down.wait", seconds)],
        AppError::Conflict(found) => {
            page.differences = found.iter().map(|d| (w.t(d.field), w.value(&d.mine), w.value(&d.theirs))).collect();
        }
        _ => {}
    }
    req.render_as(failure.status(), &page).unwrap_or_else(IntoResponse::into_response)
}
