//! The board of a superior: organisations × items; and the plain list of assignments.

use std::collections::{BTreeMap, BTreeSet, HashMap};

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

/// Rounds of looking through organisations for one page of a light, and organisations of one round: a page
/// may come out short, but says where to go on.
const ROUNDS: usize = 20;
const ROUND: i64 = 200;

/// One page of a board of the reader's scope.
///
/// # Errors
/// [`AppError::NotFound`] outside the scope.
pub async fn board(cx: &Cx, query: BoardQuery, page: Page) -> Result<Board, AppError> {
    cx.read(move |tx| {
        let view = View::open(tx, query.clone())?;
        let (paged, cells) = view.pick(tx, &page)?;
        view.board(tx, &paged.items, &cells, paged.next)
    })
    .await
}

/// All organisations of a board, in its order: what a file of it goes through piece by piece. Who changes
/// meanwhile is neither lost nor told twice.
///
/// # Errors
/// [`AppError::NotFound`] outside the scope.
pub(crate) async fn board_order(cx: &Cx, query: BoardQuery) -> Result<Vec<OrgId>, AppError> {
    cx.read(move |tx| {
        let view = View::open(tx, query)?;
        board::all_orgs(tx, &view.filter)
    })
    .await
}

/// These organisations of a board, in this order, as they stand now.
///
/// # Errors
/// [`AppError::NotFound`] outside the scope.
pub(crate) async fn board_piece(cx: &Cx, query: BoardQuery, orgs: Vec<OrgId>) -> Result<Board, AppError> {
    cx.read(move |tx| {
        let view = View::open(tx, query)?;
        let cells = board::cells(tx, &view.filter, &orgs)?;
        let lit = view.lit(tx, &cells);
        let mut rows = board::places(tx, &view.filter, &orgs)?;
        rows.retain(|o| lit.as_ref().is_none_or(|lit| lit.contains(&o.org)));
        let order: HashMap<OrgId, usize> = orgs.iter().enumerate().map(|(n, org)| (*org, n)).collect();
        rows.sort_by_key(|o| order.get(&o.org).copied());
        view.board(tx, &rows, &cells, None)
    })
    .await
}

/// A board as somebody asked for it, within what they may see.
struct View {
    query: BoardQuery,
    under: OrgRef,
    lights: Lights,
    filter: BoardFilter,
}

impl View {
    fn open(tx: &mut Tx<'_>, query: BoardQuery) -> Result<Self, AppError> {
        let under = tree::get(tx, query.under.unwrap_or(tx.actor().seat.org))?;
        access::read(tx, &under.path)?;
        let lights = workday::lights(tx)?;
        let filter = filter(&query, &under, lights.today);
        Ok(Self { query, under, lights, filter })
    }

    /// The organisations of a page with their cells.
    fn pick(&self, tx: &mut Tx<'_>, page: &Page) -> Result<(Paged<BoardOrg>, Vec<CellRow>), AppError> {
        let mut after = page.after.as_deref().and_then(place_of);
        // Red is found by its dates; the other lights hang on the calendar, so that rounds are looked through.
        let limit = if self.query.light.is_some() { ROUND.max(page.size + 1) } else { page.size + 1 };
        let (mut orgs, mut cells, mut more) = (Vec::new(), Vec::new(), true);
        for _ in 0..ROUNDS {
            let found = board::orgs(tx, &self.filter, after.as_ref(), limit)?;
            more = i64::try_from(found.len()) == Ok(limit);
            after = found.last().map(|o| (o.silent, o.path.clone()));
            let ids: Vec<OrgId> = found.iter().map(|o| o.org).collect();
            let rows = board::cells(tx, &self.filter, &ids)?;
            let lit = self.lit(tx, &rows);
            orgs.extend(found.into_iter().filter(|o| lit.as_ref().is_none_or(|lit| lit.contains(&o.org))));
            cells.extend(rows);
            if !more || i64::try_from(orgs.len()).is_ok_and(|n| n > page.size) {
                break;
            }
        }
        let mut paged = Paged::from_surplus(orgs, page, |o| key(o.silent, &o.path));
        if more && paged.next.is_none() {
            paged.next = after.map(|(silent, path)| key(silent, &path));
        }
        let shown: BTreeSet<OrgId> = paged.items.iter().map(|o| o.org).collect();
        cells.retain(|c| shown.contains(&c.org));
        Ok((paged, cells))
    }

    /// Who has a cell under the light that is asked for; none if no light is.
    fn lit(&self, tx: &Tx<'_>, cells: &[CellRow]) -> Option<BTreeSet<OrgId>> {
        let wanted = self.query.light?;
        Some(cells.iter().filter(|c| light(c, &self.lights, tx.zone()) == Some(wanted)).map(|c| c.org).collect())
    }

    /// The grid of these organisations and their cells.
    fn board(
        self,
        tx: &mut Tx<'_>,
        orgs: &[BoardOrg],
        cells: &[CellRow],
        next: Option<String>,
    ) -> Result<Board, AppError> {
        let (columns, places) = columns(tx, cells)?;
        let names = tree::of_ids(tx, &orgs.iter().map(|o| o.org).collect())?;
        let mut grid: HashMap<(OrgId, &OrgPath), Vec<Option<Cell>>> = HashMap::new();
        for row in cells {
            let line = grid.entry((row.org, &row.path)).or_insert_with(|| vec![None; columns.len()]);
            if let Some(slot) = places.get(&row.item).and_then(|n| line.get_mut(*n)) {
                *slot = Some(cell(row, self.query.month, &self.lights, tx.zone()));
            }
        }
        let mut items = Vec::with_capacity(orgs.len());
        for org in orgs {
            let cells = grid.remove(&(org.org, &org.path)).unwrap_or_default();
            items.extend(names.get(&org.org).map(|name| BoardRow { org: name.clone(), silent: org.silent, cells }));
        }
        let rows = Paged { items, next };
        Ok(Board { under: self.under, columns, rows })
    }
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

fn key(silent: i64, path: &OrgPath) -> String {
    format!("{silent},{path}")
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
