//! The targets of a year with their reach.

use askama::Template;
use kit::{Answer, Req, Shell, W};

use super::view;
use crate::actions::year::{TargetReach, year};

#[derive(Template)]
#[template(path = "pages/year.html")]
struct YearPage {
    s: Shell,
    w: W,
    title: String,
    before: i64,
    after: i64,
    rows: Vec<RowView>,
}

/// One target.
#[derive(Debug, Clone)]
struct RowView {
    href: String,
    text: String,
    from: String,
    own: bool,
    value: String,
    cut: i64,
    stopped: i64,
    share: String,
    fraction: String,
    width: String,
}

/// GET of the page.
pub(super) async fn show(req: Req) -> Answer {
    let now = req.cx.house().month().year();
    let wanted = req.query.get("year").parse().ok().filter(|y| (2000..=2100).contains(y)).unwrap_or(now);
    let found = year(&req.cx, wanted).await?;
    let rows: Vec<RowView> = found.iter().map(row).collect();
    let whole = found.iter().filter(|r| r.reach.permille() == Some(1_000)).count();
    let w = req.w;
    let title = w.f("reach.year.title", &[("year", &wanted), ("n", &rows.len()), ("whole", &whole)]);
    let (before, after) = (wanted - 1, wanted + 1);
    req.render(&YearPage { s: req.shell(), w, title, before, after, rows })
}

fn row(found: &TargetReach) -> RowView {
    let target = &found.target;
    RowView {
        href: target.address(),
        text: format!("{}. {}", target.seq, target.text),
        from: format!("{} {}", target.issuer_name, target.title),
        own: found.own,
        value: target.value.clone(),
        cut: found.cut,
        stopped: found.stopped,
        share: view::share(found.reach),
        fraction: view::fraction(found.reach),
        width: view::width(found.reach),
    }
}
