//! Two revisions of a letter side by side: what differs, target by target.

use askama::Template;
use axum::extract::Path;
use cx::AppError;
use kit::{Answer, Req, Shell, W};

use super::view::{self, Opt};
use crate::actions::show::{compared, letter};
use crate::rules::draft::tenths;

#[derive(Template)]
#[template(path = "pages/compare.html")]
struct Page {
    s: Shell,
    w: W,
    title: String,
    here: String,
    olds: Vec<Opt>,
    news: Vec<Opt>,
    old: String,
    new: String,
    reason: String,
    rows: Vec<(String, String, String)>,
}

/// GET: `?old=1&rev=2`; without `old` the revision before.
pub(super) async fn show(req: Req, Path(path): Path<(String, String)>) -> Answer {
    let key = view::key(&path)?;
    let w = req.w;
    let new = letter(&req.cx, key, req.query.get("rev").parse().ok()).await?;
    let before = new.revisions.iter().rfind(|r| r.rev < new.row.rev).map_or(new.row.rev, |r| r.rev);
    let old_rev = req.query.get("old").parse().unwrap_or(before);
    let old = letter(&req.cx, key, Some(old_rev)).await?;
    let choice = |chosen: i64| {
        let one = |r: &crate::actions::LetterRow| {
            Opt::new(&r.rev.to_string(), &w.n("target.letter.rev_n", r.rev), r.rev == chosen)
        };
        new.revisions.iter().map(one).collect::<Vec<_>>()
    };
    let cell = |side: &Option<(String, i64)>| match side {
        Some((value, weight)) => format!("{value} · {}", w.n("target.compare.weight", tenths(*weight))),
        None => w.t("target.compare.none").to_owned(),
    };
    let changes = compared(&old.letter, &new.letter);
    let rows = changes.iter().map(|c| (c.text.clone(), cell(&c.before), cell(&c.after))).collect();
    let page = Page {
        s: req.shell(),
        w,
        title: w.f(
            "target.compare.title",
            &[("org", &new.letter.recipient.name), ("old", &old.row.rev), ("new", &new.row.rev)],
        ),
        here: view::href(key),
        olds: choice(old.row.rev),
        news: choice(new.row.rev),
        old: w.n("target.letter.rev_n", old.row.rev),
        new: w.n("target.letter.rev_n", new.row.rev),
        reason: new.letter.reason.clone(),
        rows,
    };
    if new.revisions.is_empty() { Err(AppError::NotFound.into()) } else { req.render(&page) }
}
