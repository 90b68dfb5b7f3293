//! My account: the posts I hold, where I am logged in, which programs act for me.

use askama::Template;
use axum::http::{HeaderValue, StatusCode, header};
use cx::{AppError, Seat};
use kernel::Faults;
use kit::{Answer, FormView, Req, Shell, W, redirect, redirect_with};

use super::{caller, session, with_session};
use crate::{
    actions::{AccountRow, manage, seat as take_seat, sessions, tokens},
    rules::{device::device_name, token::NewToken},
};

/// A session as the page shows it.
struct Device {
    mark: String,
    /// Browser and system; empty if they are not known.
    name: String,
    /// What the browser sent.
    agent: String,
    since: String,
    seen: String,
    here: bool,
}

/// A token as the page shows it.
struct Program {
    mark: String,
    label: String,
    may_write: bool,
    until: String,
    post: String,
}

#[derive(Template)]
#[template(path = "pages/me.html")]
struct Page {
    s: Shell,
    w: W,
    account: AccountRow,
    seats: Vec<Seat>,
    headline: String,
    devices: Vec<Device>,
    programs: Vec<Program>,
    form: FormView,
    /// The secret of a token just made: shown this once.
    secret: String,
}

pub(super) async fn show(req: Req) -> Answer {
    page(&req, StatusCode::OK, FormView::of(&[("days", "90")]), String::new()).await
}

async fn page(req: &Req, status: StatusCode, form: FormView, secret: String) -> Answer {
    let caller = caller(req)?;
    let zone = req.cx.house().zone.clone();
    let devices: Vec<Device> = sessions::list(&req.cx)
        .await?
        .into_iter()
        .map(|s| Device {
            mark: s.hash[..sessions::MARK].to_owned(),
            since: s.created_at.short(&zone),
            seen: s.seen_at.short(&zone),
            here: s.hash == caller.token_hash,
            name: device_name(&s.agent),
            agent: s.agent,
        })
        .collect();
    let post = |id| {
        caller.seats.iter().find(|s| s.post == id).map_or_else(String::new, |s| format!("{} · {}", s.org_name, s.title))
    };
    let programs = tokens::list(&req.cx)
        .await?
        .into_iter()
        .map(|t| Program {
            mark: t.hash[..sessions::MARK].to_owned(),
            may_write: t.may_write,
            until: t.until.day(&zone).to_string(),
            post: post(t.post),
            label: t.label,
        })
        .collect();
    let headline = req.w.n("account.me.headline", devices.len());
    let (account, seats) = (manage::mine(&req.cx).await?, caller.seats.clone());
    let page = Page { s: req.shell(), w: req.w, account, seats, headline, devices, programs, form, secret };
    let mut response = req.render_as(status, &page)?;
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    Ok(response)
}

pub(super) async fn seat(req: Req) -> Answer {
    let caller = session(&req)?;
    let post = req.form.get("post").parse().map_err(|_| AppError::NotFound)?;
    let token = take_seat::take(&req.cx, &caller, post).await?;
    // Another post sees other things: the page before may not be among them.
    Ok(with_session(redirect("/"), &req, &token))
}

pub(super) async fn end_session(req: Req) -> Answer {
    sessions::end(&req.cx, req.form.get("session")).await?;
    Ok(redirect_with("/me", "account_session", 1))
}

pub(super) async fn end_others(req: Req) -> Answer {
    let caller = session(&req)?;
    let ended = sessions::end_others(&req.cx, &caller).await?;
    Ok(redirect_with("/me", "account_sessions", ended))
}

pub(super) async fn create_token(req: Req) -> Answer {
    let caller = session(&req)?;
    if caller.must_change {
        return Ok(redirect("/me/password"));
    }
    let now = req.cx.house().now();
    let wanted = NewToken::of(req.form.get("label"), req.form.get("days"), req.form.ticked("may_write"), now);
    let made = match wanted {
        Ok(token) => tokens::create(&req.cx, token).await,
        Err(faults) => Err(faults.into()),
    };
    match made {
        Ok(secret) => page(&req, StatusCode::OK, FormView::of(&[("days", "90")]), secret).await,
        Err(AppError::Invalid(faults)) => refused(&req, &faults).await,
        Err(other) => Err(other.into()),
    }
}

async fn refused(req: &Req, faults: &Faults) -> Answer {
    let form = FormView::again(&req.form).refused(faults, &req.w);
    page(req, StatusCode::UNPROCESSABLE_ENTITY, form, String::new()).await
}

pub(super) async fn revoke_token(req: Req) -> Answer {
    tokens::revoke(&req.cx, req.form.get("token")).await?;
    Ok(redirect_with("/me", "account_token_revoked", 0))
}
