//! The board: organisations × items, the silent ones first.

use askama::Template;
use cx::AppError;
use kernel::{OrgId, Page, text::thousands};
use kit::{Answer, Req, Shell, W};

use super::{
    assignment::shorten,
    link,
    view::{self, BarRow, Chip, Lamp, Link, Opt, Pill},
    when::{When, when},
};
use crate::{
    actions::{
        board::{Board, BoardQuery, Cell, board},
        card::ItemView,
        overview::{Overview, overview},
    },
    rules::{Light, State},
};

/// The page.
#[derive(Template)]
#[template(path = "board.html")]
pub(crate) struct BoardPage {
    s: Shell,
    w: W,
    view: BoardView,
}

/// What the page shows.
#[derive(Debug, Clone)]
struct BoardView {
    title: String,
    head: Vec<Link>,
    sub: String,
    crumbs: Vec<Link>,
    before: String,
    before_href: String,
    after: String,
    after_href: String,
    csv: String,
    groups: Vec<BarRow>,
    groups_title: String,
    legend: Vec<Chip>,
    pills: Vec<Pill>,
    sorts: Vec<Pill>,
    month: String,
    under: String,
    light: &'static str,
    items: Vec<Opt>,
    states: Vec<Opt>,
    q: String,
    filtered: bool,
    clear: String,
    empty: String,
    empty_help: &'static str,
    corner: String,
    cols: Vec<Column>,
    rows: Vec<Row>,
    first_href: String,
    next_href: String,
    shown: String,
}

/// A column: an item.
#[derive(Debug, Clone)]
struct Column {
    href: String,
    text: String,
    full: String,
    small: String,
}

/// A row: an organisation.
#[derive(Debug, Clone)]
struct Row {
    silent: bool,
    href: String,
    name: String,
    full: String,
    small: String,
    cells: Vec<Option<Square>>,
}

/// An assignment.
#[derive(Debug, Clone)]
struct Square {
    class: &'static str,
    href: String,
    title: String,
    word: &'static str,
    small: String,
    lamp: Option<Lamp>,
}

/// What the address asks for, as typed and as understood.
pub(crate) struct Filter {
    when: When,
    pub(super) query: BoardQuery,
    under: String,
    q: String,
    after: String,
}

impl Filter {
    /// Reads the address. What it cannot mean is as if it were not there, but a branch that does not
    /// exist is not replaced by another.
    pub(super) fn of(req: &Req) -> Result<Self, AppError> {
        let get = |name: &str| req.query.get(name);
        let when = when(req, get("month"));
        let under: Option<OrgId> = match req.query.opt("under") {
            Some(text) => Some(text.parse().map_err(|_| AppError::NotFound)?),
            None => None,
        };
        let query = BoardQuery {
            month: when.month,
            under,
            state: State::of_name(get("state")),
            light: Light::of_name(get("light")),
            item: get("item").parse().ok(),
            q: get("q").chars().take(60).collect(),
            silent_first: get("sort") != "tree",
        };
        let q = query.q.clone();
        Ok(Self { when, query, under: get("under").to_owned(), q, after: get("after").to_owned() })
    }

    /// An address with these filters, some of them set otherwise.
    fn with(&self, path: &str, changed: &[(&str, &str)]) -> String {
        let month = self.when.month.0.to_string();
        let item = self.query.item.map(|i| i.to_string()).unwrap_or_default();
        let kept = [
            ("month", month.as_str()),
            ("under", self.under.as_str()),
            ("state", self.query.state.map_or("", State::name)),
            ("light", self.query.light.map_or("", Light::name)),
            ("item", item.as_str()),
            ("q", self.q.as_str()),
            ("sort", if self.query.silent_first { "" } else { "tree" }),
            ("after", ""),
        ];
        let now = kept.map(|(k, v)| (k, changed.iter().find(|(c, _)| *c == k).map_or(v, |(_, v)| *v)));
        link::with_query(path, &now)
    }

    fn is_filtered(&self) -> bool {
        self.query.state.is_some() || self.query.light.is_some() || self.query.item.is_some() || !self.q.is_empty()
    }
}

/// GET of the page.
pub(crate) async fn show(req: Req) -> Answer {
    let filter = Filter::of(&req)?;
    let page = Page::new(Some(filter.after.clone()), Some(50));
    let found = board(&req.cx, filter.query.clone(), page).await?;
    let months = (filter.when.month, filter.when.month);
    let above = overview(&req.cx, months, Some(found.under.id)).await?;
    let view = board_view(&req, &filter, &found, &above);
    req.render(&BoardPage { s: req.shell(), w: req.w, view })
}

fn board_view(req: &Req, filter: &Filter, found: &Board, above: &Overview) -> BoardView {
    let w = &req.w;
    let (before_href, after_href) = filter.when.beside("/board", &[("under", &filter.under)]);
    let filtered = filter.is_filtered();
    let empty = if filtered {
        w.t("task_list.board.empty_filtered").to_owned()
    } else {
        w.f("task_list.board.empty", &[("month", &filter.when.name)])
    };
    let clear = filter.with("/board", &[("state", ""), ("light", ""), ("item", ""), ("q", "")]);
    BoardView {
        title: head_text(&head(w, filter, above)),
        head: head(w, filter, above),
        sub: found.under.name.clone(),
        crumbs: crumbs(req, filter, found),
        before: filter.when.before.clone(),
        before_href,
        after: filter.when.after.clone(),
        after_href,
        csv: filter.with("/board.csv", &[]),
        groups_title: w.f("task_list.board.groups", &[("n", &above.children.len())]),
        groups: groups(w, filter, above),
        legend: view::legend(w),
        pills: pills(w, filter, above),
        sorts: sorts(w, filter),
        month: filter.when.month.0.to_string(),
        under: filter.under.clone(),
        light: filter.query.light.map_or("", Light::name),
        items: item_options(w, filter, &found.columns),
        states: state_options(w, filter),
        q: filter.q.clone(),
        filtered,
        clear,
        empty,
        empty_help: w.t(if filtered { "task_list.board.empty_filtered_help" } else { "task_list.board.empty_help" }),
        corner: w.t("task_list.board.corner").to_owned(),
        cols: found.columns.iter().map(|c| column(w, filter, c)).collect(),
        rows: found.rows.items.iter().map(|r| row(req, filter, found, r)).collect(),
        first_href: if filter.after.is_empty() { String::new() } else { filter.with("/board", &[]) },
        next_href: found.rows.next.as_ref().map(|k| filter.with("/board", &[("after", k)])).unwrap_or_default(),
        shown: w.f("task_list.board.shown", &[("n", &found.rows.items.len())]),
    }
}

/// `November: 1,816 items, 92.3% closed, 3 overdue`; figures lead to their rows.
fn head(w: &W, filter: &Filter, above: &Overview) -> Vec<Link> {
    let plain = |text: String| Link { href: String::new(), text };
    let total = &above.total;
    if total.total() == 0 {
        return vec![plain(w.f("task_list.board.title", &[("month", &filter.when.name)]))];
    }
    let all = filter.with("/board", &[("state", ""), ("light", ""), ("item", ""), ("q", "")]);
    let closed = filter.with("/board", &[("state", "closed"), ("light", ""), ("item", ""), ("q", "")]);
    let red = filter.with("/board", &[("state", ""), ("light", "red"), ("item", ""), ("q", "")]);
    let share = view::share(view::done_of(&view::pairs(total)), total.total());
    let comma = w.t("task_list.say.comma");
    let mut head = vec![
        plain(w.f("task_list.say.of_month", &[("month", &filter.when.name)])),
        Link { href: all, text: w.f("task_list.say.count", &[("n", &thousands(total.total()))]) },
        plain(comma.to_owned()),
        Link { href: closed, text: w.f("task_list.overview.closed", &[("share", &share)]) },
        plain(comma.to_owned()),
    ];
    head.push(if total.overdue > 0 {
        Link { href: red, text: w.f("task_list.board.overdue", &[("n", &thousands(total.overdue))]) }
    } else {
        plain(w.t("task_list.board.none_overdue").to_owned())
    });
    head
}

/// A heading of links as plain text.
pub(crate) fn head_text(head: &[Link]) -> String {
    head.iter().map(|l| l.text.as_str()).collect()
}

fn crumbs(req: &Req, filter: &Filter, found: &Board) -> Vec<Link> {
    let seat = &req.cx.actor().seat;
    let mut crumbs = vec![Link { href: "/".to_owned(), text: req.w.t("task_list.crumb.home").to_owned() }];
    if found.under.id != seat.org {
        crumbs.push(Link { href: filter.with("/board", &[("under", "")]), text: seat.org_name.clone() });
        crumbs.push(Link { href: String::new(), text: found.under.name.clone() });
    }
    crumbs
}

/// The units below, when they have boards of their own.
fn groups(w: &W, filter: &Filter, above: &Overview) -> Vec<BarRow> {
    if filter.is_filtered() || !filter.after.is_empty() {
        return Vec::new();
    }
    let children = above.children.iter().filter(|c| c.org.leads());
    children
        .map(|c| {
            bar_row(w, &c.org.name, &c.counts, |changed| {
                let id = c.org.id.to_string();
                let all: Vec<(&str, &str)> =
                    [("under", id.as_str())].into_iter().chain(changed.iter().copied()).collect();
                filter.with("/board", &all)
            })
        })
        .collect()
}

/// A unit below with its bar; `to` makes the address of its rows.
#[must_use]
pub fn bar_row(
    w: &W,
    name: &str,
    counts: &crate::actions::overview::Counts,
    to: impl Fn(&[(&str, &str)]) -> String,
) -> BarRow {
    let states = view::pairs(counts);
    BarRow {
        href: to(&[]),
        name: name.to_owned(),
        full: name.to_owned(),
        bar: view::bar(w, &states, to(&[])),
        share: view::share_of(&states),
        num_href: to(&[("state", "closed")]),
        overdue: if counts.overdue > 0 {
            w.f("task_list.board.overdue", &[("n", &thousands(counts.overdue))])
        } else {
            String::new()
        },
        overdue_href: to(&[("light", "red")]),
    }
}

fn pills(w: &W, filter: &Filter, above: &Overview) -> Vec<Pill> {
    let total = &above.total;
    let none = filter.query.state.is_none() && filter.query.light.is_none();
    let mut pills = vec![Pill {
        href: filter.with("/board", &[("state", ""), ("light", "")]),
        text: w.t("task_list.say.all").to_owned(),
        count: thousands(total.total()),
        class: "",
        on: none,
    }];
    for light in [Light::Red, Light::Yellow, Light::Blue] {
        pills.push(Pill {
            href: filter.with("/board", &[("state", ""), ("light", light.name())]),
            text: view::lamp_short(w, light).word,
            count: if light == Light::Red { thousands(total.overdue) } else { String::new() },
            class: view::light_class(light),
            on: filter.query.light == Some(light),
        });
    }
    for state in [State::Issued, State::Reported, State::Returned, State::Declined] {
        let n = total.of(state);
        if n > 0 || filter.query.state == Some(state) {
            pills.push(Pill {
                href: filter.with("/board", &[("state", state.name()), ("light", "")]),
                text: w.t(state.word()).to_owned(),
                count: thousands(n),
                class: view::state_class(state),
                on: filter.query.state == Some(state),
            });
        }
    }
    pills
}

/// The two orders of the rows.
fn sorts(w: &W, filter: &Filter) -> Vec<Pill> {
    let sort = |code: &str, text: &str, on: bool| Pill {
        href: filter.with("/board", &[("sort", code)]),
        text: text.to_owned(),
        count: String::new(),
        class: "",
        on,
    };
    let silent = filter.query.silent_first;
    vec![sort("", w.t("task_list.board.sort_silent"), silent), sort("tree", w.t("task_list.board.sort_tree"), !silent)]
}

fn item_options(w: &W, filter: &Filter, columns: &[ItemView]) -> Vec<Opt> {
    let chosen = filter.query.item;
    let all = Opt { value: String::new(), label: w.t("task_list.board.all_items").to_owned(), on: chosen.is_none() };
    let one = |c: &ItemView| Opt { value: c.id.to_string(), label: shorten(&c.text, 24), on: chosen == Some(c.id) };
    std::iter::once(all).chain(columns.iter().map(one)).collect()
}

fn state_options(w: &W, filter: &Filter) -> Vec<Opt> {
    let chosen = filter.query.state;
    let all = Opt { value: String::new(), label: w.t("task_list.board.all_states").to_owned(), on: chosen.is_none() };
    let one = |s: State| Opt { value: s.name().to_owned(), label: w.t(s.word()).to_owned(), on: chosen == Some(s) };
    std::iter::once(all).chain(State::ALL.into_iter().map(one)).collect()
}

fn column(w: &W, filter: &Filter, item: &ItemView) -> Column {
    Column {
        href: filter.with("/board", &[("item", &item.id.to_string())]),
        text: shorten(&item.text, 28),
        full: item.text.clone(),
        small: w.f("task_list.board.due", &[("day", &item.due_day.short())]),
    }
}

fn row(req: &Req, filter: &Filter, found: &Board, row: &crate::actions::board::BoardRow) -> Row {
    let w = &req.w;
    let cells = || row.cells.iter().flatten();
    let done = cells().filter(|c| matches!(c.state, State::Closed | State::Excused)).count();
    let all = cells().filter(|c| c.state != State::Withdrawn).count();
    let silent = all > 0 && cells().all(|c| matches!(c.state, State::Issued | State::Withdrawn));
    Row {
        silent,
        href: filter.with("/board", &[("under", &row.org.id.to_string()), ("q", "")]),
        name: without_prefix(&row.org.name, &found.under.name),
        full: row.org.name.clone(),
        small: w.f("task_list.board.done_of", &[("done", &done), ("all", &all)]),
        cells: row
            .cells
            .iter()
            .zip(&found.columns)
            .map(|(cell, item)| cell.as_ref().map(|c| square(req, &row.org.name, item, c)))
            .collect(),
    }
}

/// A name without the superior's in front of it.
fn without_prefix(name: &str, superior: &str) -> String {
    name.strip_prefix(superior).filter(|rest| !rest.is_empty()).unwrap_or(name).to_owned()
}

fn square(req: &Req, org: &str, item: &ItemView, cell: &Cell) -> Square {
    let w = &req.w;
    let word = w.t(cell.state.word());
    let small = match cell.reported_at.filter(|_| !cell.state.is_owed()) {
        Some(at) => at.day(&req.cx.house().zone).short(),
        None => w.f("task_list.board.due", &[("day", &cell.due_day.short())]),
    };
    let late = Lamp { class: "lt-behind", word: w.t("task_list.lamp.late").to_owned() };
    let lamp = cell.light.map(|l| view::lamp_short(w, l)).or(cell.late.then_some(late));
    Square {
        class: view::state_class(cell.state),
        href: link::href(cell.key),
        title: format!("{org} · {} · {word}", shorten(&item.text, 40)),
        word,
        small,
        lamp,
    }
}
