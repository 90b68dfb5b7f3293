//! Pages of accounts, posts and waiting grants.

mod accounts;
mod act;
mod approvals;
mod first;
mod posts;

use kernel::Day;
use kit::{Policy, Routes, W};

use crate::access::{
    APPOINT, CREATE_POST, DECIDE, END_POST, HALT, OPEN_ACCOUNT, RELIEVE, RESET, VIEW_ACCOUNTS, VIEW_POSTS,
};

/// Routes of the pages.
pub(crate) fn routes() -> Routes {
    Routes::new()
        .get("/accounts", Policy::May(&VIEW_ACCOUNTS), accounts::list)
        .post("/accounts", Policy::May(&OPEN_ACCOUNT), accounts::open)
        .get("/accounts/{id}", Policy::May(&VIEW_ACCOUNTS), accounts::show)
        .post("/accounts/{id}/reset", Policy::May(&RESET), accounts::reset)
        .post("/accounts/{id}/disable", Policy::May(&HALT), accounts::disable)
        .post("/accounts/{id}/enable", Policy::May(&HALT), accounts::enable)
        .post("/accounts/{id}/sessions/end", Policy::May(&HALT), accounts::end_sessions)
        .get("/responsible", Policy::May(&VIEW_POSTS), first::show)
        .get("/orgs/{id}/posts", Policy::May(&VIEW_POSTS), posts::show)
        .post("/orgs/{id}/posts", Policy::May(&CREATE_POST), posts::create)
        .post("/orgs/{id}/posts/{post}/end", Policy::May(&END_POST), posts::end)
        .post("/orgs/{id}/posts/{post}/appoint", Policy::May(&APPOINT), posts::appoint)
        .post("/orgs/{id}/holders/{holder}/relieve", Policy::May(&RELIEVE), posts::relieve)
        .get("/approvals", Policy::May(&DECIDE), approvals::list)
        .post("/approvals/{id}/{request}/confirm", Policy::May(&DECIDE), approvals::confirm)
        .post("/approvals/{id}/{request}/refuse", Policy::May(&DECIDE), approvals::refuse)
}

/// The last day of a half-open term as people write it; empty for no end.
fn until(to: Day) -> String {
    if to == Day::FOREVER { String::new() } else { to.plus(-1).to_string() }
}

/// A role by its stored code, in the reader's language.
fn role(w: W, code: &str) -> &'static str {
    w.t(&format!("account.role.{code}"))
}
