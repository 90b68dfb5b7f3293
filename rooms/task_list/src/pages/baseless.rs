//! The red list of a month: items that rest on no clause, no target and no superior's item.

use askama::Template;
use kernel::text::thousands;
use kit::{Answer, Req, Shell, W};

use super::when::when;
use crate::actions::resting::{self, RedList};

/// The page.
#[derive(Template)]
#[template(path = "baseless.html")]
struct BaselessPage {
    s: Shell,
    w: W,
    title: String,
    before: String,
    before_href: String,
    after: String,
    after_href: String,
    rows: Vec<Row>,
    next: Option<String>,
}

/// One item of the red list.
#[derive(Debug, Clone)]
struct Row {
    href: String,
    text: String,
    issuer: String,
    list: String,
    basis: String,
    due: String,
    orgs: String,
}

/// GET of the page.
pub(crate) async fn show(req: Req) -> Answer {
    let when = when(&req, req.query.get("month"));
    let found = resting::baseless(&req.cx, when.month, req.page()).await?;
    let (before_href, after_href) = when.beside("/lists/baseless", &[]);
    let page = BaselessPage {
        s: req.shell(),
        title: title(&req.w, &when.name, &found),
        next: found.rows.next.as_ref().map(|after| format!("/lists/baseless?month={}&after={after}", when.month)),
        rows: found.rows.items.into_iter().map(row).collect(),
        before: when.before,
        before_href,
        after: when.after,
        after_href,
        w: req.w,
    };
    req.render(&page)
}

fn title(w: &W, month: &str, found: &RedList) -> String {
    let counts: [(&str, &dyn std::fmt::Display); 4] =
        [("month", &month), ("items", &found.items), ("n", &found.baseless), ("words", &found.words_only)];
    w.f("task_list.baseless.title", &counts)
}

fn row(found: resting::Baseless) -> Row {
    Row {
        href: format!("/lists/{}", found.list),
        text: found.text,
        issuer: found.issuer_name,
        list: format!("{} {}", found.number, found.title).trim().to_owned(),
        basis: found.basis,
        due: found.due_day.short(),
        orgs: thousands(found.orgs),
    }
}
