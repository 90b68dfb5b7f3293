//! The page that anybody may read, if the organisation has opened the link.

use askama::Template;
use axum::extract::Path;
use cx::AppError;
use kit::{Answer, Req, Shell, W};

use super::paper::Paper;
use crate::actions::show;

#[derive(Template)]
#[template(path = "pages/public.html")]
struct PublicPage {
    s: Shell,
    w: W,
    p: Paper,
    /// Revisions: number, name, whether it is the one shown.
    revisions: Vec<(i64, String, bool)>,
    here: String,
}

pub(super) async fn page(req: Req, Path((org, month)): Path<(String, String)>) -> Answer {
    let (org, month) = super::show::address(&org, &month)?;
    let shown = show::public(&req.cx, org, month, super::show::asked_rev(&req)?).await?;
    let revision = shown.revision.as_ref().ok_or(AppError::NotFound)?;
    let (w, zone) = (req.w, &req.cx.house().zone);
    let page = PublicPage {
        s: req.shell(),
        w,
        p: Paper::of(&revision.statement, &revision.sealed.hash, &shown.remarks, &w, zone),
        revisions: shown
            .revisions
            .iter()
            .map(|(rev, ..)| (*rev, w.n("statement.paper.rev", rev), *rev == revision.sealed.rev))
            .collect(),
        here: format!("/s/{org}/{month}"),
    };
    req.render(&page)
}
