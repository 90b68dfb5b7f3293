//! The month at a glance: every unit below with its states; each figure leads to its rows.

use askama::Template;
use axum::extract::Path;
use cx::AppError;
use kernel::{OrgId, text::thousands};
use kit::{Answer, Req, Shell, W};

use super::{
    board::head_text,
    csv::Csv,
    link,
    view::{self, Chip, Link, Stack, Tile},
    when::{When, when},
};
use crate::{
    OrgRef,
    actions::overview::{Counts, Overview, overview},
    rules::State,
};

/// The page.
#[derive(Template)]
#[template(path = "month.html")]
pub(crate) struct MonthPage {
    s: Shell,
    w: W,
    view: MonthView,
}

/// What the page shows.
#[derive(Debug, Clone)]
struct MonthView {
    title: String,
    head: Vec<Link>,
    sub: String,
    crumbs: Vec<Link>,
    before: String,
    before_href: String,
    after: String,
    after_href: String,
    csv: String,
    empty: String,
    tiles: Vec<Tile>,
    table_title: &'static str,
    legend: Vec<Chip>,
    heads: Vec<Head>,
    rows: Vec<UnitRow>,
}

/// A heading by which the table may be sorted.
#[derive(Debug, Clone)]
struct Head {
    class: &'static str,
    sort: &'static str,
    href: String,
    text: &'static str,
}

/// A unit below.
#[derive(Debug, Clone)]
struct UnitRow {
    href: String,
    name: String,
    full: String,
    bad: bool,
    board: String,
    all: String,
    bar: Stack,
    share: String,
    done_href: String,
    waiting: String,
    waiting_href: String,
    overdue: String,
    overdue_href: String,
    late: String,
}

/// The columns by which the table can be sorted.
const SORTS: [&str; 5] = ["all", "share", "waiting", "overdue", "late"];

/// GET of the page.
pub(crate) async fn show(req: Req, Path(month): Path<String>) -> Answer {
    let (when, found) = load(&req, &month).await?;
    let view = month_view(&req, &when, &found);
    req.render(&MonthPage { s: req.shell(), w: req.w, view })
}

async fn load(req: &Req, month: &str) -> Result<(When, Overview), AppError> {
    month.parse::<kernel::Month>().map_err(|_| AppError::NotFound)?;
    let when = when(req, month);
    let under: Option<OrgId> = match req.query.opt("under") {
        Some(text) => Some(text.parse().map_err(|_| AppError::NotFound)?),
        None => None,
    };
    let found = overview(&req.cx, (when.month, when.month), under).await?;
    Ok((when, found))
}

/// Addresses of this page and of the board below it.
struct Ways {
    month: String,
    under: String,
}

impl Ways {
    fn board(&self, under: &str, more: &[(&str, &str)]) -> String {
        let pairs: Vec<(&str, &str)> =
            [("month", self.month.as_str()), ("under", under)].into_iter().chain(more.iter().copied()).collect();
        link::with_query("/board", &pairs)
    }

    fn month(&self, month: kernel::Month, under: &str, sort: &str) -> String {
        link::with_query(&format!("/month/{}", month.0), &[("under", under), ("sort", sort)])
    }
}

fn month_view(req: &Req, when: &When, found: &Overview) -> MonthView {
    let w = &req.w;
    let ways = Ways { month: when.month.0.to_string(), under: req.query.get("under").to_owned() };
    let sort = SORTS.into_iter().find(|s| *s == req.query.get("sort")).unwrap_or("overdue");
    let head = head(w, when, found, &ways);
    MonthView {
        title: head_text(&head),
        head,
        sub: format!("{} · {}", found.under.name, w.t("task_list.overview.sub")),
        crumbs: crumbs(req, when, found, &ways),
        before: when.before.clone(),
        before_href: ways.month(when.month.plus(-1), &ways.under, ""),
        after: when.after.clone(),
        after_href: ways.month(when.month.plus(1), &ways.under, ""),
        csv: link::with_query(&format!("/month/{}/table.csv", when.month.0), &[("under", &ways.under), ("sort", sort)]),
        empty: w.f("task_list.overview.empty", &[("month", &when.name)]),
        tiles: tiles(w, &found.total, &ways),
        table_title: w.t("task_list.overview.table"),
        legend: view::legend(w),
        heads: heads(w, when, sort, &ways),
        rows: units(found, sort)
            .into_iter()
            .map(|(org, counts, own)| unit_row(w, when, &ways, org, counts, own))
            .collect(),
    }
}

fn head(w: &W, when: &When, found: &Overview, ways: &Ways) -> Vec<Link> {
    let plain = |text: String| Link { href: String::new(), text };
    let total = &found.total;
    if total.total() == 0 {
        return vec![plain(w.f("task_list.overview.empty", &[("month", &when.name)]))];
    }
    let comma = w.t("task_list.say.comma");
    let share = view::share(view::done_of(&view::pairs(total)), total.total());
    let overdue = if total.overdue > 0 {
        Link {
            href: ways.board(&ways.under, &[("light", "red")]),
            text: w.f("task_list.board.overdue", &[("n", &thousands(total.overdue))]),
        }
    } else {
        plain(w.t("task_list.board.none_overdue").to_owned())
    };
    vec![
        plain(w.f("task_list.say.of_month", &[("month", &when.name)])),
        plain(w.f("task_list.overview.units", &[("n", &found.children.len())])),
        plain(comma.to_owned()),
        Link {
            href: ways.board(&ways.under, &[("state", "closed")]),
            text: w.f("task_list.overview.closed", &[("share", &share)]),
        },
        plain(comma.to_owned()),
        overdue,
    ]
}

fn crumbs(req: &Req, when: &When, found: &Overview, ways: &Ways) -> Vec<Link> {
    let seat = &req.cx.actor().seat;
    let mut crumbs = vec![Link { href: "/".to_owned(), text: req.w.t("task_list.crumb.home").to_owned() }];
    if found.under.id != seat.org {
        crumbs.push(Link { href: ways.month(when.month, "", ""), text: seat.org_name.clone() });
        crumbs.push(Link { href: String::new(), text: found.under.name.clone() });
    }
    crumbs
}

/// The figures above the table; each leads to its rows.
fn tiles(w: &W, total: &Counts, ways: &Ways) -> Vec<Tile> {
    let to = |more: &[(&str, &str)]| ways.board(&ways.under, more);
    month_tiles(w, total, to)
}

/// The figures of a month: issued, closed, to verify, overdue; `to` makes the address of their rows.
#[must_use]
pub fn month_tiles(w: &W, total: &Counts, to: impl Fn(&[(&str, &str)]) -> String) -> Vec<Tile> {
    let unit = w.t("task_list.say.unit").to_owned();
    let share = view::share(view::done_of(&view::pairs(total)), total.total());
    let tile = |tone, icon, name: &str, value: i64, note: String, href: String| Tile {
        href,
        tone,
        icon,
        name: name.to_owned(),
        value: thousands(value),
        unit: unit.clone(),
        note,
        wide: false,
    };
    let (waiting, declined) = (total.of(State::Reported), total.of(State::Declined));
    let unsigned = w.f("task_list.tile.unsigned", &[("n", &thousands(total.of(State::Issued)))]);
    let asks = if declined > 0 { w.f("task_list.tile.asks", &[("n", &thousands(declined))]) } else { String::new() };
    let late =
        if total.late > 0 { w.f("task_list.tile.late", &[("n", &thousands(total.late))]) } else { String::new() };
    vec![
        tile("tone-note", "list", w.t("task_list.overview.issued"), total.total(), unsigned, to(&[])),
        tile(
            "tone-good",
            "done",
            w.t("task_list.state.closed"),
            total.of(State::Closed),
            share,
            to(&[("state", "closed")]),
        ),
        tile("tone-check", "checks", w.t("task_list.overview.waiting"), waiting, asks, to(&[("state", "reported")])),
        tile(
            if total.overdue > 0 { "tone-bad" } else { "tone-mute" },
            "alert",
            w.t("task_list.overview.overdue"),
            total.overdue,
            late,
            to(&[("light", "red")]),
        ),
    ]
}

/// The units with their counts, in the order asked for; its own assignments first if there are any.
fn units<'a>(found: &'a Overview, sort: &str) -> Vec<(&'a OrgRef, &'a Counts, bool)> {
    let mut units: Vec<_> = found.children.iter().map(|c| (&c.org, &c.counts, false)).collect();
    let permille = |c: &Counts| view::done_of(&view::pairs(c)).saturating_mul(1000) / c.total().max(1);
    units.sort_by_key(|(_, c, _)| match sort {
        "all" => -c.total(),
        "share" => permille(c),
        "waiting" => -c.of(State::Reported),
        "late" => -c.late,
        _ => -c.overdue,
    });
    if found.own.total() > 0 {
        units.insert(0, (&found.under, &found.own, true));
    }
    units
}

fn heads(w: &W, when: &When, sort: &str, ways: &Ways) -> Vec<Head> {
    let head = |key: &'static str, text: &'static str| Head {
        class: "num",
        sort: match key {
            _ if key != sort => "",
            "share" => "ascending",
            _ => "descending",
        },
        href: ways.month(when.month, &ways.under, key),
        text,
    };
    vec![
        head("all", w.t("task_list.overview.issued")),
        Head { class: "", sort: "", href: String::new(), text: w.t("task_list.overview.where") },
        head("share", w.t("task_list.overview.share")),
        head("waiting", w.t("task_list.overview.waiting")),
        head("overdue", w.t("task_list.overview.overdue")),
        head("late", w.t("task_list.overview.late")),
    ]
}

fn unit_row(w: &W, when: &When, ways: &Ways, org: &OrgRef, counts: &Counts, own: bool) -> UnitRow {
    let id = org.id.to_string();
    let states = view::pairs(counts);
    let some = |n: i64| if n > 0 { thousands(n) } else { String::new() };
    // What stands above villages has months of its own; a village has a board of one row.
    let board = ways.board(&id, &[]);
    UnitRow {
        href: if org.leads() && !own { ways.month(when.month, &id, "") } else { board.clone() },
        name: if own { w.f("task_list.overview.own", &[("name", &org.name)]) } else { org.name.clone() },
        full: org.name.clone(),
        bad: counts.overdue > 0,
        all: thousands(counts.total()),
        bar: view::bar(w, &states, board.clone()),
        share: view::share_of(&states),
        done_href: ways.board(&id, &[("state", "closed")]),
        waiting: some(counts.of(State::Reported)),
        waiting_href: ways.board(&id, &[("state", "reported")]),
        overdue: some(counts.overdue),
        overdue_href: ways.board(&id, &[("light", "red")]),
        late: some(counts.late),
        board,
    }
}

/// The same table for spreadsheets.
pub(crate) async fn export(req: Req, Path(month): Path<String>) -> Answer {
    let (when, found) = load(&req, &month).await?;
    let w = &req.w;
    let mut headings = vec![w.t("task_list.overview.unit"), w.t("task_list.overview.issued")];
    headings.extend(State::ALL.map(|s| w.t(s.word())));
    headings.extend([
        w.t("task_list.overview.share"),
        w.t("task_list.overview.overdue"),
        w.t("task_list.overview.late"),
    ]);
    let mut csv = Csv::new(&headings);
    let sort = req.query.get("sort").to_owned();
    for (org, counts, _) in units(&found, &sort) {
        let mut cells = vec![org.name.clone(), counts.total().to_string()];
        cells.extend(State::ALL.map(|s| counts.of(s).to_string()));
        cells.extend([view::share_of(&view::pairs(counts)), counts.overdue.to_string(), counts.late.to_string()]);
        csv.row(&cells.iter().map(String::as_str).collect::<Vec<_>>());
    }
    Ok(csv.response(&format!("{}-{}", w.t("task_list.overview.file"), when.month)))
}
