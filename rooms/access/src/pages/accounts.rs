//! Accounts of a branch, and one of them.

use askama::Template;
use axum::{
    extract::Path,
    http::{HeaderValue, StatusCode, header},
};
use cx::AppError;
use kernel::{AccountId, OrgId, text, text::thousands};
use kit::{Answer, FormView, Req, Shell, W, redirect_with};

use super::{role, until};
use crate::{
    access::{OPEN_ACCOUNT, RESET},
    actions::{HeldRow, ListedRow, Wanted, accounts},
};

/// An account in the list.
struct Row {
    id: AccountId,
    login: String,
    name: String,
    state: &'static str,
    state_word: &'static str,
    orgs: String,
    posts: String,
    since: String,
}

#[derive(Template)]
#[template(path = "pages/accounts.html")]
struct List {
    s: Shell,
    w: W,
    headline: String,
    sub: String,
    org: OrgId,
    rows: Vec<Row>,
    q: String,
    state: String,
    next: Option<String>,
    may_open: bool,
    form: FormView,
}

pub(super) async fn list(req: Req) -> Answer {
    page(&req, StatusCode::OK, FormView::default()).await
}

async fn page(req: &Req, status: StatusCode, form: FormView) -> Answer {
    let (q, state) = (req.query.get("q").to_owned(), req.query.get("st").to_owned());
    let needle: String = text::tidy(&q).to_lowercase().chars().take(60).collect();
    let found = accounts::list(&req.cx, Wanted { text: needle, state: state.clone() }, req.page()).await?;
    let zone = req.cx.house().zone.clone();
    let (waiting, all) = (found.waiting, found.all);
    let next = found.page.next.map(|after| {
        format!("/accounts?after={}&q={}&st={}", kit::encode(&after), kit::encode(&q), kit::encode(&state))
    });
    let rows = found.page.items.into_iter().map(|(a, held)| row(req.w, a, &held, |at| at.day(&zone))).collect();
    let seat = &req.cx.actor().seat;
    let page = List {
        s: req.shell(),
        w: req.w,
        headline: req.w.f("access.accounts.headline", &[("n", &thousands(all)), ("waiting", &thousands(waiting))]),
        sub: seat.org_name.clone(),
        org: seat.org,
        rows,
        q,
        state,
        next,
        may_open: OPEN_ACCOUNT.is_for(seat.role),
        form,
    };
    req.render_as(status, &page)
}

fn row(w: W, a: ListedRow, held: &[HeldRow], today: impl Fn(kernel::Instant) -> kernel::Day) -> Row {
    let (state, state_word) = state(w, a.disabled_at.is_some(), a.must_change);
    let joined = |part: fn(&HeldRow) -> &str| {
        let mut parts: Vec<&str> = held.iter().map(part).collect();
        parts.dedup();
        parts.join(w.t("access.and"))
    };
    Row {
        id: a.id,
        login: a.login,
        name: a.name,
        state,
        state_word,
        orgs: joined(|h| &h.org_name),
        posts: joined(|h| &h.title),
        since: today(a.created_at).to_string(),
    }
}

/// Class and word of an account's state.
fn state(w: W, disabled: bool, waiting: bool) -> (&'static str, &'static str) {
    if disabled {
        ("st-withdrawn", w.t("access.state.disabled"))
    } else if waiting {
        ("st-issued", w.t("access.state.waiting"))
    } else {
        ("st-closed", w.t("access.state.normal"))
    }
}

pub(super) async fn open(req: Req) -> Answer {
    account::once_proved(req, opened).await
}

async fn opened(req: Req) -> Answer {
    match accounts::open(&req.cx, req.form.get("login"), req.form.get("name"), &req.once()).await {
        Ok((id, Some(code))) => code_page(&req, id, code.reveal().to_owned()).await,
        Ok((id, None)) => Ok(redirect_with(&format!("/accounts/{id}"), "access_code_gone", 0)),
        Err(AppError::Invalid(faults)) => {
            page(&req, StatusCode::UNPROCESSABLE_ENTITY, FormView::again(&req.form).refused(&faults, &req.w)).await
        }
        Err(other) => Err(other.into()),
    }
}

/// A post of the person.
struct Held {
    org: String,
    org_name: String,
    title: String,
    role: &'static str,
    from: String,
    until: String,
    over: bool,
}

#[derive(Template)]
#[template(path = "pages/account.html")]
struct One {
    s: Shell,
    w: W,
    id: AccountId,
    login: String,
    name: String,
    state: &'static str,
    state_word: &'static str,
    held: Vec<Held>,
    /// Why the account is not managed from here; empty if it is.
    closed: &'static str,
    may_reset: bool,
    disabled: bool,
    /// A one-time password just made: shown this once.
    code: String,
}

pub(super) async fn show(req: Req, Path(id): Path<String>) -> Answer {
    code_page(&req, id.parse().map_err(|_| AppError::NotFound)?, String::new()).await
}

async fn code_page(req: &Req, id: AccountId, code: String) -> Answer {
    let found = accounts::show(&req.cx, id).await?;
    let (w, today) = (req.w, req.cx.house().today());
    let a = found.account;
    let (state, state_word) = state(w, a.disabled_at.is_some(), a.must_change);
    let held = found.held.into_iter().map(|h| Held {
        org: h.org.to_string(),
        role: role(w, &h.role),
        from: h.from.to_string(),
        until: until(h.to),
        over: h.to <= today,
        org_name: h.org_name,
        title: h.title,
    });
    let page = One {
        s: req.shell(),
        w,
        id,
        login: a.login,
        name: a.name,
        state,
        state_word,
        held: held.collect(),
        closed: found.closed.map_or("", |key| w.t(key)),
        may_reset: RESET.is_for(req.cx.actor().seat.role),
        disabled: a.disabled_at.is_some(),
        code,
    };
    let mut response = req.render(&page)?;
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    Ok(response)
}

pub(super) async fn reset(req: Req, Path(id): Path<String>) -> Answer {
    let id: AccountId = id.parse().map_err(|_| AppError::NotFound)?;
    account::once_proved(req, move |req| async move {
        match accounts::reset(&req.cx, id, &req.once()).await? {
            Some(code) => code_page(&req, id, code.reveal().to_owned()).await,
            None => Ok(redirect_with(&format!("/accounts/{id}"), "access_code_gone", 0)),
        }
    })
    .await
}

pub(super) async fn disable(req: Req, Path(id): Path<String>) -> Answer {
    let id: AccountId = id.parse().map_err(|_| AppError::NotFound)?;
    accounts::disable(&req.cx, id, &req.once()).await?;
    Ok(redirect_with(&format!("/accounts/{id}"), "access_disabled", 0))
}

pub(super) async fn enable(req: Req, Path(id): Path<String>) -> Answer {
    let id: AccountId = id.parse().map_err(|_| AppError::NotFound)?;
    accounts::enable(&req.cx, id, &req.once()).await?;
    Ok(redirect_with(&format!("/accounts/{id}"), "access_enabled", 0))
}

pub(super) async fn end_sessions(req: Req, Path(id): Path<String>) -> Answer {
    let id: AccountId = id.parse().map_err(|_| AppError::NotFound)?;
    let ended = accounts::end_sessions(&req.cx, id, &req.once()).await?;
    Ok(redirect_with(&format!("/accounts/{id}"), "access_sessions", ended))
}
