//! Rows of assignments over a subtree: the board, and the plain list.

use std::collections::{BTreeSet, HashSet};

use cx::{AppError, Tx};
use db::{Arg, args};
use kernel::{Day, Instant, ItemId, Month, OrgId, OrgPath};

use super::assignment::{AssignmentRow, columns};
use super::shape::{LIST_MOST, Shape};
use super::standing;
use crate::rules::State;

/// Everybody below a place in a month, and how many of their assignments wait for their answer.
pub(crate) const PLACES: &str =
    "SELECT s.org_id, s.path, s.owed AS silent FROM standing s WHERE s.month = $1 AND s.path >= $2 AND s.path < $3";
/// The same for one item: each organisation's row first, then its assignment by key. (The order of a `CROSS JOIN` is
/// kept by SQLite, which would otherwise go through a month's assignments.)
pub(crate) const PLACES_OF_ITEM: &str = "SELECT s.org_id, s.path, CAST(CASE WHEN a.state IN (1, 2, 4) THEN 1 ELSE 0 END AS BIGINT) AS silent \
     FROM standing s CROSS JOIN assignment a CROSS JOIN item i WHERE s.month = $1 AND s.path >= $2 AND s.path < $3 \
     AND a.org_id = s.org_id AND a.month = s.month AND a.path = s.path AND a.item_id = $4 AND i.item_id = a.item_id AND i.visible = 1";
/// Cells of a month; with ` AND a.org_id IN …` those of some organisations, by the key of the assignments.
pub(crate) const CELLS: &str = "SELECT a.org_id, a.path, a.item_id, a.state, a.due_day, a.late, a.asked_day, a.issued_at, a.reported_at, a.version \
     FROM assignment a JOIN item i ON i.item_id = a.item_id WHERE a.month = $1 AND i.visible = 1";

/// Which organisations a board shows.
#[derive(Debug, Clone)]
pub(crate) struct BoardFilter {
    pub(crate) month: Month,
    pub(crate) range: (String, String),
    pub(crate) state: Option<State>,
    pub(crate) item: Option<ItemId>,
    /// Part of a name or of its initials; empty for all.
    pub(crate) q: String,
    /// Only those that owe an answer.
    pub(crate) owing: bool,
    /// Only those that owe an answer due before this day.
    pub(crate) overdue_on: Option<Day>,
    pub(crate) silent_first: bool,
}

db::rec! {
    /// One organisation of a board, at the place where its assignments are counted.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub(crate) struct BoardOrg {
        pub(crate) org: OrgId,
        pub(crate) path: OrgPath,
        pub(crate) silent: i64,
    }
}

db::rec! {
    /// One cell of a board.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub(crate) struct CellRow {
        pub(crate) org: OrgId,
        pub(crate) path: OrgPath,
        pub(crate) item: ItemId,
        pub(crate) state: State,
        pub(crate) due_day: Day,
        pub(crate) late: bool,
        pub(crate) asked_day: Option<Day>,
        pub(crate) issued_at: Instant,
        pub(crate) reported_at: Option<Instant>,
        pub(crate) version: i64,
    }
}

/// Organisations of a board after a key (number silent, path), in the board's order.
pub(crate) fn orgs(
    tx: &mut Tx<'_>,
    filter: &BoardFilter,
    after: Option<&(i64, OrgPath)>,
    limit: i64,
) -> Result<Vec<BoardOrg>, AppError> {
    let mut shape = filtered(filter);
    match after {
        Some((silent, path)) if filter.silent_first => {
            shape.with(" WHERE (0 - g.silent, g.path) > (CAST({} AS BIGINT), {})", args![-*silent, path].to_vec());
        }
        Some((_, path)) => {
            shape.with(" WHERE g.path > {}", [Arg::from(path)]);
        }
        None => {}
    }
    shape.push(order(filter)).with(" LIMIT {}", [Arg::from(limit)]);
    Ok(tx.all(&shape.text, &shape.args)?)
}

/// All organisations of a board, each once, in the board's order: one number each, whatever their cells are.
pub(crate) fn all_orgs(tx: &mut Tx<'_>, filter: &BoardFilter) -> Result<Vec<OrgId>, AppError> {
    let mut shape = filtered(filter);
    shape.push(order(filter));
    let (mut seen, mut out) = (HashSet::new(), Vec::new());
    tx.each(&shape.text, &shape.args, |row| {
        let org: OrgId = row.get(0)?;
        out.extend(seen.insert(org).then_some(org));
        Ok(())
    })?;
    Ok(out)
}

/// The places of these organisations on a board, as they stand now.
pub(crate) fn places(tx: &mut Tx<'_>, filter: &BoardFilter, orgs: &[OrgId]) -> Result<Vec<BoardOrg>, AppError> {
    let mut out = Vec::new();
    for part in orgs.chunks(LIST_MOST) {
        let mut shape = unfiltered(filter);
        shape.push(" AND s.org_id IN ").list(part.iter().map(|id| Arg::from(*id))).push(" ORDER BY s.path");
        out.extend(tx.all::<BoardOrg>(&shape.text, &shape.args)?);
    }
    Ok(out)
}

/// Everybody below, by the rows that are kept for the month.
fn unfiltered(filter: &BoardFilter) -> Shape {
    let text = if filter.item.is_some() { PLACES_OF_ITEM } else { PLACES };
    let mut args = args![filter.month, &filter.range.0, &filter.range.1].to_vec();
    args.extend(filter.item.map(Arg::from));
    Shape::new(text, &args)
}

/// `SELECT … FROM (…) AS g`, to be ordered and cut.
fn filtered(filter: &BoardFilter) -> Shape {
    let mut shape = Shape::new("SELECT g.org_id, g.path, g.silent FROM (", &[]);
    let within = unfiltered(filter);
    shape.text.push_str(&within.text);
    shape.args = within.args;
    if !filter.q.is_empty() {
        let named = " AND EXISTS (SELECT 1 FROM org o WHERE o.org_id = s.org_id AND o.search LIKE {} ESCAPE '!')";
        shape.with(named, [Arg::from(contains(&filter.q))]);
    }
    let of_item = filter.item.is_some();
    if let Some(state) = filter.state {
        if of_item {
            shape.with(" AND a.state = {}", [Arg::from(state.code())]);
        } else {
            shape.push(" AND s.").push(standing::column(state)).push(" > 0");
        }
    }
    if filter.owing {
        shape.push(if of_item { " AND a.state IN (1, 2, 4)" } else { " AND s.owed > 0" });
    }
    if let Some(today) = filter.overdue_on {
        shape.with(if of_item { " AND a.due_day < {}" } else { " AND s.first_due < {}" }, [Arg::from(today)]);
    }
    shape.push(") AS g");
    shape
}

fn order(filter: &BoardFilter) -> &'static str {
    if filter.silent_first { " ORDER BY 0 - g.silent, g.path" } else { " ORDER BY g.path" }
}

/// `%q%` with the signs that mean something to LIKE taken as themselves.
fn contains(q: &str) -> String {
    let mut out = String::from("%");
    for c in q.to_lowercase().chars() {
        if matches!(c, '%' | '_' | '!') {
            out.push('!');
        }
        out.push(c);
    }
    out.push('%');
    out
}

/// All cells of these organisations at places of the board.
pub(crate) fn cells(tx: &mut Tx<'_>, filter: &BoardFilter, orgs: &[OrgId]) -> Result<Vec<CellRow>, AppError> {
    let mut out = Vec::new();
    for part in orgs.chunks(LIST_MOST) {
        let mut shape = Shape::new(CELLS, args![filter.month]);
        shape.push(" AND a.org_id IN ").list(part.iter().map(|id| Arg::from(*id)));
        if let Some(item) = filter.item {
            shape.with(" AND a.item_id = {}", [Arg::from(item)]);
        }
        out.extend(tx.all::<CellRow>(&shape.text, &shape.args)?);
    }
    // Asked of the database, the range would draw SQLite to the index of the whole month.
    out.retain(|cell| *filter.range.0 <= *cell.path.as_str() && *cell.path.as_str() < *filter.range.1);
    Ok(out)
}

/// Which assignments a plain list shows.
#[derive(Debug, Clone)]
pub(crate) struct ListFilter {
    pub(crate) month: Month,
    pub(crate) range: (String, String),
    pub(crate) states: BTreeSet<State>,
    pub(crate) item: Option<ItemId>,
}

/// Assignments after a key (path, item), in the order of the tree.
pub(crate) fn assignments(
    tx: &mut Tx<'_>,
    filter: &ListFilter,
    after: Option<&(OrgPath, ItemId)>,
    limit: i64,
) -> Result<Vec<AssignmentRow>, AppError> {
    let mut shape = Shape::new(
        concat!(columns!(), "WHERE a.month = $1 AND a.path >= $2 AND a.path < $3 AND i.visible = 1"),
        args![filter.month, &filter.range.0, &filter.range.1],
    );
    if !filter.states.is_empty() {
        shape.push(" AND a.state IN ").list(filter.states.iter().map(|s| Arg::from(s.code())));
    }
    if let Some(item) = filter.item {
        shape.with(" AND a.item_id = {}", [Arg::from(item)]);
    }
    if let Some((path, item)) = after {
        shape.with(" AND (a.path, a.item_id) > ({}, {})", args![path, *item].to_vec());
    }
    shape.with(" ORDER BY a.path, a.item_id LIMIT {}", [Arg::from(limit)]);
    Ok(tx.all(&shape.text, &shape.args)?)
}

#[cfg(test)]
#[path = "board_tests.rs"]
mod tests;
