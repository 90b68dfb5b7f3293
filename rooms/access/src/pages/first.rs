//! First responsible persons of a branch: who, since when; where there is none; who changed this year.

use askama::Template;
use kernel::{OrgId, text::thousands};
use kit::{Answer, Req, Shell, W};

use crate::actions::first::{First, Firsts, Responsible, responsible};

#[derive(Template)]
#[template(path = "pages/first.html")]
struct FirstPage {
    s: Shell,
    w: W,
    title: String,
    tabs: Vec<Tab>,
    rows: Vec<Row>,
    /// Whether the hand-over sheets are there for this reader: administrators see no business data.
    may_hand_over: bool,
    next: Option<String>,
}

/// One way of narrowing the list, with how many are in it.
struct Tab {
    href: String,
    label: &'static str,
    n: String,
    on: bool,
}

/// An organisation.
struct Row {
    org: OrgId,
    name: String,
    level: String,
    /// Title of the post; empty without one.
    title: String,
    person: String,
    since: String,
    until: String,
    /// Who left this year, and when; empty if nobody did.
    before: String,
}

/// GET of the page.
pub(super) async fn show(req: Req) -> Answer {
    let which = Firsts::named(req.query.get("show"));
    let found = responsible(&req.cx, which, req.page()).await?;
    let w = req.w;
    let page = FirstPage {
        s: req.shell(),
        title: w.f(
            "access.first.title",
            &[("orgs", &thousands(found.orgs)), ("gaps", &thousands(found.no_post + found.vacant))],
        ),
        tabs: tabs(w, &found, which),
        may_hand_over: !req.cx.actor().seat.role.is_admin(),
        next: found.rows.next.as_ref().map(|a| format!("/responsible?show={}&after={}", which.name(), kit::encode(a))),
        rows: found.rows.items.into_iter().map(|first| row(w, first)).collect(),
        w,
    };
    req.render(&page)
}

fn tabs(w: W, found: &Responsible, which: Firsts) -> Vec<Tab> {
    let tab = |of: Firsts| Tab {
        href: format!("/responsible?show={}", of.name()),
        label: w.t(&format!("access.first.{}", of.name())),
        n: thousands(match of {
            Firsts::All => found.orgs,
            Firsts::NoPost => found.no_post,
            Firsts::Vacant => found.vacant,
            Firsts::Changed => found.changed,
        }),
        on: of == which,
    };
    Firsts::ALL.into_iter().map(tab).collect()
}

fn row(w: W, first: First) -> Row {
    let before = |(person, day): (String, kernel::Day)| w.f("access.first.left", &[("name", &person), ("day", &day)]);
    Row {
        org: first.org,
        name: first.org_name,
        level: level(w, &first.level),
        title: first.title.unwrap_or_default(),
        person: first.person.unwrap_or_default(),
        since: first.since.map(|day| day.to_string()).unwrap_or_default(),
        until: first.until.map(|day| day.plus(-1).to_string()).unwrap_or_default(),
        before: first.before.map(before).unwrap_or_default(),
    }
}

/// A level in words; one that only a file knows as it stands there.
fn level(w: W, level: &str) -> String {
    let key = format!("org.level.{level}");
    if w.has(&key) { w.t(&key).to_owned() } else { level.to_owned() }
}
