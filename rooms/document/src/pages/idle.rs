//! The red list: clauses in force that ask for work and have none.

use askama::Template;
use cx::AppError;
use kernel::DocumentId;
use kit::{Answer, Req, Shell, W};

use crate::actions::{
    cite::ClauseRef,
    idle::{IdleDocument, idle},
};

#[derive(Template)]
#[template(path = "pages/idle.html")]
struct IdlePage {
    s: Shell,
    w: W,
    title: String,
    documents: Vec<IdleDocument>,
    clauses: Vec<ClauseRef>,
    /// The document that was chosen; empty for all.
    chosen: String,
    next: Option<String>,
}

pub(super) async fn page(req: Req) -> Answer {
    let chosen = req.query.get("document").to_owned();
    let document: Option<DocumentId> = match chosen.as_str() {
        "" => None,
        id => Some(id.parse().map_err(|_| AppError::NotFound)?),
    };
    let found = idle(&req.cx, document, req.page()).await?;
    let w = req.w;
    let (asking, without) = found.totals();
    let page = IdlePage {
        s: req.shell(),
        title: w.f("document.idle.title", &[("idle", &without), ("asking", &asking)]),
        next: found.clauses.next.as_deref().map(|after| format!("/clauses/idle?document={chosen}&after={after}")),
        documents: found.documents,
        clauses: found.clauses.items,
        chosen,
        w,
    };
    req.render(&page)
}
