//! The board of a superior: organisations × items; and the plain list of assignments.

use std::collections::{BTreeMap, BTreeSet};

use cx::{AppError, Cx, Tx};
use kernel::{Day, Instant, ItemId, Month, OrgId, OrgPath, Page, Paged};

use super::Key;
use super::card::{Card, ItemView, cards, item_view};
use super::queue::{after_key, key_of};
use crate::access;
use crate::rules::{Duty, Light, Lights, State};
use crate::store::board::{self, BoardFilter, BoardOrg, CellRow, ListFilter};
use crate::store::tree::{self, OrgRef};
use crate::store::{list, workday};

/// What a board shall show.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BoardQuery {
    /// Of which month.
    pub month: Month,
    /// Below which organisation, itself included; one's own if none.
    pub under: Option<OrgId>,
    /// Only organisations with something in this state.
    pub state: Option<State>,
    /// Only organisations with something under this light.
    pub light: Option<Light>,
    /// Only this item.
    pub item: Option<ItemId>,
    /// Only organisations whose name or initials contain this.
    pub q: String,
    /// Those with most unanswered first; else in the order of the tree.
    pub silent_first: bool,
}

/// One cell of a board.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cell {
    /// Which assignment.
    pub key: Key,
    /// Where it stands.
    pub state: State,
    /// Its deadline.
    pub due_day: Day,
    /// Whether the report came late.
    pub late: bool,
    /// Its light today.
    pub light: Option<Light>,
    /// Whether a request for more time is open.
    pub asks_extension: bool,
    /// When it was reported.
    pub reported_at: Option<Instant>,
    /// Its version.
    pub version: i64,
}

/// One organisation of a board.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BoardRow {
    /// The organisation.
    pub org: OrgRef,
    /// How many of its assignments still wait for its answer.
    pub silent: i64,
    /// One cell per column; none where the item does not concern it.
    pub cells: Vec<Option<Cell>>,
}

/// One page of a board.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Board {
    /// Below whom.
    pub under: OrgRef,
    /// The items that concern the organisations of this page, by issuer's place, list and order.
    pub columns: Vec<ItemView>,
    /// The organisations.
    pub rows: Paged<BoardRow>,
}

/// Organisations looked through at most for one page of a light.
const ROUNDS: usize = 20;

/// One page of a board of the reader's scope.
///
/// # Errors
/// [`AppError::NotFound`] outside the scope.
pub async fn board(cx: &Cx, query: BoardQuery, page: Page) -> Result<Board, AppError> {
    cx.read(move |tx| {
        let under = tree::get(tx, query.under.unwrap_or(tx.actor().seat.org))?;
        access::read(tx, &under.path)?;
        let lights = workday::lights(tx)?;
        let filter = filter(&query, &under, lights.today);
        let (orgs, cells) = pick(tx, &query, &filter, &lights, &page)?;
        let (columns, places) = columns(tx, &cells)?;
        let paged = Paged::from_surplus(orgs, &page, |o| format!("{},{}", o.silent, o.path));
        let names = tree::of_ids(tx, &paged.items.iter().map(|o| o.org).collect())?;
        let mut grid: BTreeMap<OrgId, Vec<Option<Cell>>> = BTreeMap::new();
        for row in &cells {
            let line = grid.entry(row.org).or_insert_with(|| vec![None; columns.len()]);
            if let Some(slot) = places.get(&row.item).and_then(|n| line.get_mut(*n)) {
                *slot = Some(cell(row, query.month, &lights, tx.zone()));
            }
        }
        let row = |org: BoardOrg| {
            let cells = grid.remove(&org.org).unwrap_or_default();
            names.get(&org.org).map(|name| BoardRow { org: name.clone(), silent: org.silent, cells })
        };
        let next = paged.next;
        let rows = Paged { items: paged.items.into_iter().filter_map(row).collect(), next };
        Ok(Board { under, columns, rows })
    })
    .await
}

fn filter(query: &BoardQuery, under: &OrgRef, today: Day) -> BoardFilter {
    BoardFilter {
        month: query.month,
        range: under.path.range(),
        state: query.state,
        item: query.item,
        q: kernel::text::tidy(&query.q).chars().take(60).collect(),
        owing: query.light.is_some(),
        overdue_on: query.light.filter(|l| *l == Light::Red).map(|_| today),
        silent_first: query.silent_first,
    }
}

/// The organisations of a page (and one more, if there is more) with their cells.
fn pick(
    tx: &mut Tx<'_>,
    query: &BoardQuery,
    filter: &BoardFilter,
    lights: &Lights,
    page: &Page,
) -> Result<(Vec<BoardOrg>, Vec<CellRow>), AppError> {
    let mut after = page.after.as_deref().and_then(place_of);
    let wanted = usize::try_from(page.size + 1).unwrap_or(1);
    let (mut orgs, mut cells) = (Vec::new(), Vec::new());
    // Red is found by its dates; the other lights hang on the calendar, so pages are looked through.
    for _ in 0..ROUNDS {
        let found = board::orgs(tx, filter, after.as_ref(), page.size + 1)?;
        after = found.last().map(|o| (o.silent, o.path.clone()));
        let more = found.len() == wanted;
        let ids: Vec<OrgId> = found.iter().map(|o| o.org).collect();
        let rows = board::cells(tx, query.month, &ids, query.item)?;
        let shines = |o: &BoardOrg| {
            query
                .light
                .is_none_or(|wanted| rows.iter().any(|c| c.org == o.org && light(c, lights, tx.zone()) == Some(wanted)))
        };
        let kept: Vec<BoardOrg> = found.into_iter().filter(shines).collect();
        let ids: BTreeSet<OrgId> = kept.iter().map(|o| o.org).collect();
        cells.extend(rows.into_iter().filter(|c| ids.contains(&c.org)));
        orgs.extend(kept);
        if !more || orgs.len() >= wanted {
            break;
        }
    }
    orgs.truncate(wanted);
    Ok((orgs, cells))
}

fn place_of(text: &str) -> Option<(i64, OrgPath)> {
    let (silent, path) = text.split_once(',')?;
    Some((silent.parse().ok().filter(|n| (0..=i64::from(i32::MAX)).contains(n))?, OrgPath::parse(path)?))
}

fn light(row: &CellRow, lights: &Lights, zone: &jiff::tz::TimeZone) -> Option<Light> {
    let duty = Duty { state: row.state, due_day: row.due_day, late: row.late, asked_day: row.asked_day };
    lights.of(&duty, row.issued_at.day(zone))
}

fn cell(row: &CellRow, month: Month, lights: &Lights, zone: &jiff::tz::TimeZone) -> Cell {
    Cell {
        key: Key { org: row.org, month, item: row.item },
        state: row.state,
        due_day: row.due_day,
        late: row.late,
        light: light(row, lights, zone),
        asks_extension: row.asked_day.is_some(),
        reported_at: row.reported_at,
        version: row.version,
    }
}

/// The columns of these cells: those of higher issuers first.
fn columns(tx: &mut Tx<'_>, cells: &[CellRow]) -> Result<(Vec<ItemView>, BTreeMap<ItemId, usize>), AppError> {
    let items = list::items_of_ids(tx, &cells.iter().map(|c| c.item).collect())?;
    let issuers = tree::of_ids(tx, &items.values().map(|i| i.issuer).collect())?;
    let lists = list::of_keys(tx, &items.values().map(|i| (i.issuer, i.list)).collect())?;
    let mut sorted: Vec<_> = items.values().collect();
    sorted.sort_by_key(|i| (issuers.get(&i.issuer).map(|o| o.path.clone()), i.list, i.seq));
    let number = |i: &list::ItemRow| lists.get(&(i.issuer, i.list)).map_or("", |l| l.number.as_str()).to_owned();
    let views: Vec<ItemView> = sorted.iter().map(|i| item_view(i, issuers.get(&i.issuer), &number(i))).collect();
    let places = views.iter().enumerate().map(|(n, view)| (view.id, n)).collect();
    Ok((views, places))
}

/// What a plain list of assignments shall show.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AssignmentQuery {
    /// Of which month.
    pub month: Month,
    /// Below which organisation, itself included; one's own if none.
    pub under: Option<OrgId>,
    /// In one of these states; any if empty.
    pub states: BTreeSet<State>,
    /// Of this item only.
    pub item: Option<ItemId>,
}

/// One page of assignments of the reader's scope, in the order of the tree.
///
/// # Errors
/// [`AppError::NotFound`] outside the scope.
pub async fn assignments(cx: &Cx, query: AssignmentQuery, page: Page) -> Result<Paged<Card>, AppError> {
    cx.read(move |tx| {
        let under = tree::get(tx, query.under.unwrap_or(tx.actor().seat.org))?;
        access::read(tx, &under.path)?;
        let filter = ListFilter {
            month: query.month,
            range: under.path.range(),
            states: query.states.clone(),
            item: query.item,
        };
        let after = page.after.as_deref().and_then(key_of).map(|(path, _, item)| (path, item));
        let rows = board::assignments(tx, &filter, after.as_ref(), page.size + 1)?;
        let paged = Paged::from_surplus(rows, &page, after_key);
        let next = paged.next;
        Ok(Paged { items: cards(tx, paged.items)?, next })
    })
    .await
}
