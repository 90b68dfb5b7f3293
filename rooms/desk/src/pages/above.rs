//! The desk of a superior: five figures, its units, what waits for it, its own duties and lists.

use askama::Template;
use kernel::{Month, Page};
use kit::{Answer, Req, Shell, W};
use task_list::{
    Card, ListView, Overview, Stage, State, lists, my_month, near_due, overview,
    pages::{
        BarRow, Chip, Lamp, Tile, bar_row, href, month_tiles,
        view::{self, Link},
    },
    queue,
};

use super::board;

/// Units shown here; the overview shows all.
const UNITS: usize = 10;
/// Rows of what waits.
const WAITING: i64 = 6;
/// Own duties shown here.
const DUTIES: usize = 4;

#[derive(Template)]
#[template(path = "home_above.html")]
struct AbovePage {
    s: Shell,
    w: W,
    title: String,
    head: Vec<Link>,
    sub: String,
    reminders: Vec<reminder::pages::Line>,
    tiles: Vec<Tile>,
    units_title: &'static str,
    units: Vec<BarRow>,
    units_all: String,
    month_href: String,
    legend: Vec<Chip>,
    waiting: Vec<Line>,
    waiting_more: bool,
    duties: Vec<Line>,
    duties_title: String,
    lists: Vec<ListLine>,
}

/// A line that leads to one assignment.
pub(super) struct Line {
    pub(super) href: String,
    pub(super) chip: Chip,
    pub(super) lamp: Option<Lamp>,
    pub(super) text: String,
    pub(super) small: String,
}

/// A line that leads to one list.
struct ListLine {
    href: String,
    chip: Chip,
    title: String,
    small: String,
    share: String,
}

/// The page.
pub(super) async fn page(req: &Req) -> Answer {
    let month = req.cx.house().month();
    let found = overview(&req.cx, (month, month), None).await?;
    let waiting = queue(&req.cx, Page::new(None, Some(WAITING))).await?;
    let owed: Vec<Card> = my_month(&req.cx, month).await?.into_iter().filter(|c| c.state.is_owed()).collect();
    let mine = lists(&req.cx, month).await?;
    let near = near_due(&req.cx, month).await?;
    let reminders = reminder::pages::lines(req).await?;
    let w = &req.w;
    let head = head(w, month, &found);
    let mut tiles = month_tiles(w, &found.total, |filters| board(month, filters));
    // Five: the last one fills its row on a phone.
    tiles.iter_mut().rev().take(1).for_each(|tile| tile.wide = true);
    tiles.insert(tiles.len().saturating_sub(1), near_tile(w, near, board(month, &[("light", "blue")])));
    let page = AbovePage {
        s: req.shell(),
        w: req.w,
        title: head.iter().map(|l| l.text.as_str()).collect(),
        head,
        sub: format!("{} · {}", found.under.name, view::day_name(w, req.cx.house().today())),
        reminders,
        tiles,
        units_title: w.t("task_list.overview.table"),
        units: units(w, month, &found),
        units_all: w.f("desk.above.all_units", &[("n", &found.children.len())]),
        month_href: format!("/month/{}", month.0),
        legend: view::legend(w),
        waiting: waiting.items.iter().map(|c| waiting_line(req, c)).collect(),
        waiting_more: waiting.next.is_some(),
        duties_title: w.f("desk.above.duties", &[("n", &owed.len())]),
        duties: owed.iter().take(DUTIES).map(|c| duty_line(req, c)).collect(),
        lists: mine.iter().map(|l| list_line(req, l)).collect(),
    };
    req.render(&page)
}

/// What is due within two working days and still owed.
fn near_tile(w: &W, near: i64, href: String) -> Tile {
    Tile {
        href,
        tone: if near > 0 { "tone-note" } else { "tone-mute" },
        icon: "hourglass",
        name: w.t("task_list.light.blue").to_owned(),
        value: kernel::text::thousands(near),
        unit: w.t("task_list.say.unit").to_owned(),
        note: w.t("desk.above.near").to_owned(),
        wide: false,
    }
}

/// `November: 1,816 items, 92.3% closed, 3 overdue`; figures lead to their rows.
pub(super) fn head(w: &W, month: Month, found: &Overview) -> Vec<Link> {
    let plain = |text: String| Link { href: String::new(), text };
    let name = view::month_name(w, month, month);
    let total = &found.total;
    if total.total() == 0 {
        return vec![plain(w.f("task_list.overview.empty", &[("month", &name)]))];
    }
    let comma = w.t("task_list.say.comma").to_owned();
    let number = |n: i64| kernel::text::thousands(n);
    let overdue = if total.overdue > 0 {
        Link {
            href: board(month, &[("light", "red")]),
            text: w.f("task_list.board.overdue", &[("n", &number(total.overdue))]),
        }
    } else {
        plain(w.t("task_list.board.none_overdue").to_owned())
    };
    vec![
        plain(w.f("task_list.say.of_month", &[("month", &name)])),
        plain(w.f("task_list.overview.units", &[("n", &found.children.len())])),
        plain(comma.clone()),
        Link {
            href: board(month, &[("state", "closed")]),
            text: w.f("task_list.overview.closed", &[("share", &view::share_of(&view::pairs(total)))]),
        },
        plain(comma),
        overdue,
    ]
}

/// The units that need a look first: most overdue, then least closed.
fn units(w: &W, month: Month, found: &Overview) -> Vec<BarRow> {
    let mut children: Vec<_> = found.children.iter().collect();
    let done = |c: &task_list::Counts| view::done_of(&view::pairs(c)).saturating_mul(1000) / c.total().max(1);
    children.sort_by_key(|c| (-c.counts.overdue, done(&c.counts)));
    let row = |child: &task_list::OverviewChild| {
        let id = child.org.id.to_string();
        bar_row(w, &child.org.name, &child.counts, |filters| {
            let all: Vec<(&str, &str)> = [("under", id.as_str())].into_iter().chain(filters.iter().copied()).collect();
            board(month, &all)
        })
    };
    children.into_iter().take(UNITS).map(row).collect()
}

/// Something that waits for this seat's organisation.
pub(super) fn waiting_line(req: &Req, card: &Card) -> Line {
    let w = &req.w;
    let at = card.changed_at.short(&req.cx.house().zone);
    let small = match card.asked_day {
        Some(day) => w.f("desk.above.asks_until", &[("at", &at), ("day", &day.short())]),
        None if card.state == State::Declined => w.f("desk.above.asked", &[("at", &at)]),
        None => w.f("desk.above.reported", &[("at", &at)]),
    };
    Line {
        href: format!("/queue?pick={}", card.key),
        chip: view::waits_as(w, card),
        lamp: card.late.then(|| Lamp { class: "lt-overdue", word: w.t("task_list.lamp.late").to_owned() }),
        text: format!("{}{}{}", card.org_name, w.t("task_list.say.colon"), card.item.text),
        small,
    }
}

fn duty_line(req: &Req, card: &Card) -> Line {
    let w = &req.w;
    Line {
        href: href(card.key),
        chip: view::chip(w, card.state),
        lamp: card.light.map(|l| view::lamp(w, l, card.due_day, req.cx.house().today())),
        text: card.item.text.clone(),
        small: w.f("desk.above.due_from", &[("day", &card.due_day.short()), ("from", &card.item.issuer_name)]),
    }
}

fn list_line(req: &Req, list: &ListView) -> ListLine {
    let w = &req.w;
    let small = match list.sent_at {
        Some(at) => {
            let at = at.short(&req.cx.house().zone);
            w.f("desk.above.sent", &[("number", &list.number), ("n", &kernel::text::thousands(list.orgs)), ("at", &at)])
        }
        None => w.t("task_list.lists.not_sent").to_owned(),
    };
    ListLine {
        href: format!("/lists/{}", list.id),
        chip: view::stage_chip(w, list.stage),
        title: list.title.clone(),
        small,
        share: if list.stage == Stage::Sent { view::share_of(&list.progress) } else { String::new() },
    }
}
