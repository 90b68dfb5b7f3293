//! The hand-over sheet: one's own organisation's, or that of one below; as a page that prints, and as a workbook.

mod sheet;
mod view;

use askama::Template;
use axum::extract::Path;
use cx::AppError;
use kernel::OrgId;
use kit::{Answer, Req, Shell, W};

use crate::actions::first::Urgent;
use crate::actions::hand_over::{HandOver, hand_over};
use view::{Decided, Given, Head, Issued, Letter, Listed, Post, Proposed, Reached, Told};

pub(super) use sheet::xlsx;

#[derive(Template)]
#[template(path = "hand_over.html")]
struct HandOverPage {
    s: Shell,
    w: W,
    title: String,
    sub: String,
    sheet: String,
    /// What comes first: address on the page, colour, sentence.
    urgent: Vec<(&'static str, &'static str, String)>,
    head: Head,
    posts: Part<Post>,
    letters: Part<Letter>,
    waiting: Part<Issued>,
    items: Part<Given>,
    lists: Part<Listed>,
    promises: Part<Decided>,
    milestones: Part<Reached>,
    told: Option<Told>,
    proposals: Part<Proposed>,
}

/// A list of the page with what stands beside its heading.
struct Part<T> {
    /// How many, in words.
    count: String,
    rows: Vec<T>,
    /// That it goes on; empty if it does not.
    more: String,
}

/// GET: the sheet of one's own organisation.
pub(super) async fn own(req: Req) -> Answer {
    page(&req, None).await
}

/// GET: the sheet of an organisation of one's scope.
pub(super) async fn show(req: Req, Path(org): Path<String>) -> Answer {
    page(&req, Some(parse(&org)?)).await
}

fn parse(org: &str) -> Result<OrgId, AppError> {
    org.parse().map_err(|_| AppError::NotFound)
}

async fn page(req: &Req, org: Option<OrgId>) -> Answer {
    let found = hand_over(&req.cx, org).await?;
    let (w, zone) = (&req.w, &req.cx.house().zone);
    let told = found.statement.as_ref().map(|revision| view::told(w, zone, &found, revision));
    let page = HandOverPage {
        s: req.shell(),
        w: req.w,
        title: title(w, &found),
        sub: w.f("desk.hand_over.sub", &[("day", &found.day)]),
        sheet: format!("/hand-over/{}/sheet.xlsx", found.org.id),
        urgent: found.urgent().into_iter().map(|(u, n)| (anchor(u), tone(u), sentence(w, u, n))).collect(),
        head: view::head(w, &found),
        posts: part(w, &found.posts, |p| view::post(w, &found, p)),
        letters: part(w, &found.letters, |l| view::letter(w, l)),
        waiting: part(w, &found.waiting, |i| view::issued(w, &found, i)),
        items: Part {
            count: w.n("desk.hand_over.n", kernel::text::thousands(found.all)),
            ..part(w, &found.items, |c| view::given(w, &found, c))
        },
        lists: part(w, &found.lists, |l| view::listed(w, &found, l)),
        promises: part(w, &found.promises, |p| view::decided(w, &found, p)),
        milestones: part(w, &found.milestones, |m| view::reached(w, &found, m)),
        proposals: part(w, &found.proposals, |p| view::proposed(w, zone, &found, p)),
        told,
    };
    req.render(&page)
}

fn part<T, U>(w: &W, found: &crate::Upto<T>, row: impl Fn(&T) -> U) -> Part<U> {
    let more = if found.more { w.n("desk.hand_over.more", found.rows.len()) } else { String::new() };
    Part { count: w.n("desk.hand_over.n", found.rows.len()), rows: found.rows.iter().map(row).collect(), more }
}

/// The page's question is what to do first, and its title the answer.
fn title(w: &W, found: &HandOver) -> String {
    let urgent = found.urgent();
    let org = &found.org.name;
    if urgent.is_empty() {
        return w.f("desk.hand_over.title_calm", &[("org", org)]);
    }
    let first: Vec<String> = urgent.iter().take(2).map(|(u, n)| sentence(w, *u, *n)).collect();
    w.f("desk.hand_over.title", &[("org", org), ("first", &first.join(w.t("task_list.say.list_comma")))])
}

/// How many of what, such as 逾期 3 件.
fn sentence(w: &W, urgent: Urgent, n: i64) -> String {
    w.n(&format!("desk.hand_over.first.{}", urgent.code()), kernel::text::thousands(n))
}

/// Where on the page its rows are.
const fn anchor(urgent: Urgent) -> &'static str {
    match urgent {
        Urgent::Overdue => "#items",
        Urgent::Reported => "#lists",
        Urgent::Unsigned => "#letters",
        Urgent::Countersign => "#waiting",
        Urgent::Vacant | Urgent::Ending => "#terms",
        Urgent::Promised => "#promises",
        Urgent::Behind => "#milestones",
        Urgent::Correction => "#statement",
    }
}

const fn tone(urgent: Urgent) -> &'static str {
    match urgent {
        Urgent::Overdue | Urgent::Promised => "lt-overdue",
        Urgent::Unsigned | Urgent::Vacant | Urgent::Behind => "lt-behind",
        Urgent::Reported | Urgent::Countersign | Urgent::Ending | Urgent::Correction => "lt-due",
    }
}
