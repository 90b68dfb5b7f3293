//! The desk of a leader, read on a phone: three figures with their trend, then what needs a decision.

use askama::Template;
use kernel::{Page, text::thousands};
use kit::{Answer, Req, Shell, W};
use task_list::{
    Counts, Overview, State, overview,
    pages::{
        Tile,
        view::{self, Link},
    },
    queue,
};

use super::{
    above::{self, Line},
    board,
};

/// Units named as overdue.
const UNITS: usize = 5;
/// Requests looked through.
const REQUESTS: i64 = 50;

#[derive(Template)]
#[template(path = "home_leader.html")]
struct LeaderPage {
    s: Shell,
    w: W,
    title: String,
    head: Vec<Link>,
    sub: String,
    tiles: Vec<Tile>,
    month_href: String,
    requests: Vec<Line>,
    units: Vec<Unit>,
}

/// A unit with something overdue.
struct Unit {
    href: String,
    name: String,
    overdue: String,
    overdue_href: String,
}

/// The page.
pub(super) async fn page(req: &Req) -> Answer {
    let month = req.cx.house().month();
    let now = overview(&req.cx, (month, month), None).await?;
    let before = overview(&req.cx, (month.plus(-1), month.plus(-1)), None).await?;
    let waiting = queue(&req.cx, Page::new(None, Some(REQUESTS))).await?;
    let w = &req.w;
    let head = above::head(w, month, &now);
    let requests = waiting.items.iter().filter(|c| c.state == State::Declined || c.asked_day.is_some());
    let page = LeaderPage {
        s: req.shell(),
        w: req.w,
        title: head.iter().map(|l| l.text.as_str()).collect(),
        head,
        sub: format!("{} · {}", now.under.name, view::day_name(w, req.cx.house().today())),
        tiles: tiles(w, month, &now.total, &before.total),
        month_href: format!("/month/{}", month.0),
        requests: requests
            .map(|c| Line { href: task_list::pages::href(c.key), ..above::waiting_line(req, c) })
            .collect(),
        units: units(w, month, &now),
    };
    req.render(&page)
}

/// Three figures, each beside last month's.
fn tiles(w: &W, month: kernel::Month, now: &Counts, before: &Counts) -> Vec<Tile> {
    let share = |c: &Counts| view::share_of(&view::pairs(c));
    let was =
        |text: String| if before.total() == 0 { String::new() } else { w.f("desk.leader.before", &[("n", &text)]) };
    let tile = |tone, icon, name: &str, value: String, note: String, href: String| Tile {
        href,
        tone,
        icon,
        name: name.to_owned(),
        value,
        unit: String::new(),
        note,
        wide: false,
    };
    let closed = if now.total() == 0 { "—".to_owned() } else { share(now) };
    let bad = if now.overdue > 0 { "tone-bad" } else { "tone-mute" };
    vec![
        tile(
            "tone-good",
            "done",
            w.t("task_list.overview.share"),
            closed,
            was(share(before)),
            board(month, &[("state", "closed")]),
        ),
        tile(
            bad,
            "alert",
            w.t("task_list.overview.overdue"),
            thousands(now.overdue),
            was(thousands(before.overdue)),
            board(month, &[("light", "red")]),
        ),
        Tile {
            wide: true,
            ..tile(
                "tone-check",
                "decline",
                w.t("task_list.state.declined"),
                thousands(now.of(State::Declined)),
                was(thousands(before.of(State::Declined) + before.of(State::Excused))),
                board(month, &[("state", "declined")]),
            )
        },
    ]
}

/// The units with most overdue.
fn units(w: &W, month: kernel::Month, found: &Overview) -> Vec<Unit> {
    let mut children: Vec<_> = found.children.iter().filter(|c| c.counts.overdue > 0).collect();
    children.sort_by_key(|c| -c.counts.overdue);
    let unit = |child: &task_list::OverviewChild| {
        let id = child.org.id.to_string();
        Unit {
            href: board(month, &[("under", &id)]),
            name: child.org.name.clone(),
            overdue: w.f("task_list.board.overdue", &[("n", &thousands(child.counts.overdue))]),
            overdue_href: board(month, &[("under", &id), ("light", "red")]),
        }
    };
    children.into_iter().take(UNITS).map(unit).collect()
}
