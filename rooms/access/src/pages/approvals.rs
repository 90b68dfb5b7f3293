//! Grants that wait for the second person.

use askama::Template;
use axum::{extract::Path, http::StatusCode};
use cx::AppError;
use kernel::{Faults, Id, OrgId};
use kit::{Answer, FormView, Req, Shell, W, redirect_with};

use super::{role, until};
use crate::actions::{decide, view};

/// A waiting grant.
struct Row {
    org: OrgId,
    id: Id<()>,
    org_name: String,
    title: String,
    role: &'static str,
    login: String,
    name: String,
    from: String,
    until: String,
    asked_at: String,
    asked_by: String,
}

#[derive(Template)]
#[template(path = "pages/approvals.html")]
struct Page {
    s: Shell,
    w: W,
    rows: Vec<Row>,
    next: Option<String>,
    form: FormView,
}

pub(super) async fn list(req: Req) -> Answer {
    page(&req, StatusCode::OK, &Faults::new()).await
}

async fn page(req: &Req, status: StatusCode, faults: &Faults) -> Answer {
    let found = view::waiting(&req.cx, req.page()).await?;
    let (w, zone) = (req.w, req.cx.house().zone.clone());
    let rows = found.items.into_iter().map(|r| Row {
        org: r.org,
        id: r.id,
        role: role(w, &r.role),
        from: r.from.to_string(),
        until: until(r.to),
        asked_at: r.asked_at.short(&zone),
        org_name: r.org_name,
        title: r.title,
        login: r.login,
        name: r.name,
        asked_by: r.asked_by,
    });
    let page = Page {
        s: req.shell(),
        w,
        rows: rows.collect(),
        next: found.next.map(|after| format!("/approvals?after={after}")),
        form: FormView::default().refused(faults, &w),
    };
    req.render_as(status, &page)
}

pub(super) async fn confirm(req: Req, Path((id, request)): Path<(String, String)>) -> Answer {
    let (org, request) = ids(&id, &request)?;
    account::once_proved(req, move |req| async move {
        let done = decide::confirm(&req.cx, org, request, &req.once()).await.map(|_| "access_confirmed");
        finish(&req, done).await
    })
    .await
}

pub(super) async fn refuse(req: Req, Path((id, request)): Path<(String, String)>) -> Answer {
    let (org, request) = ids(&id, &request)?;
    let done = decide::refuse(&req.cx, org, request, &req.once()).await.map(|()| "access_refused");
    finish(&req, done).await
}

fn ids(org: &str, request: &str) -> Result<(OrgId, Id<()>), AppError> {
    let org = org.parse().map_err(|_| AppError::NotFound)?;
    Ok((org, request.parse().map_err(|_| AppError::NotFound)?))
}

async fn finish(req: &Req, done: Result<&'static str, AppError>) -> Answer {
    match done {
        Ok(key) => Ok(redirect_with("/approvals", key, 0)),
        Err(AppError::Invalid(faults)) => page(req, StatusCode::UNPROCESSABLE_ENTITY, &faults).await,
        Err(other) => Err(other.into()),
    }
}
