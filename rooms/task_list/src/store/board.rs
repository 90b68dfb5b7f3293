//! Rows of assignments over a subtree: the board, and the plain list.

use std::collections::BTreeSet;

use cx::{AppError, Tx};
use db::{Arg, args};
use kernel::{Day, Instant, ItemId, Month, OrgId, OrgPath};

use super::assignment::{AssignmentRow, columns};
use super::shape::{LIST_MOST, Shape};
use crate::rules::State;

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
    /// One organisation of a board.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub(crate) struct BoardOrg {
        pub(crate) org: OrgId,
        pub(crate) path: OrgPath,
        pub(crate) silent: i64,
        pub(crate) n: i64,
    }
}

db::rec! {
    /// One cell of a board.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub(crate) struct CellRow {
        pub(crate) org: OrgId,
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
    let mut shape = Shape::new(
        "SELECT g.org_id, g.path, g.silent, g.n FROM (SELECT a.org_id, a.path, \
         CAST(SUM(CASE WHEN a.state IN (1, 2, 4) THEN 1 ELSE 0 END) AS BIGINT) AS silent, COUNT(*) AS n \
         FROM assignment a JOIN item i ON i.item_id = a.item_id JOIN org o ON o.org_id = a.org_id \
         WHERE a.month = $1 AND a.path >= $2 AND a.path < $3 AND i.visible = 1",
        args![filter.month, &filter.range.0, &filter.range.1],
    );
    if let Some(item) = filter.item {
        shape.with(" AND a.item_id = {}", [Arg::from(item)]);
    }
    if !filter.q.is_empty() {
        shape.with(" AND o.search LIKE {} ESCAPE '!'", [Arg::from(contains(&filter.q))]);
    }
    if let Some((_, path)) = after.filter(|_| !filter.silent_first) {
        shape.with(" AND a.path > {}", [Arg::from(path)]);
    }
    shape.push(" GROUP BY a.org_id, a.path HAVING COUNT(*) > 0");
    if let Some(state) = filter.state {
        shape.with(" AND SUM(CASE WHEN a.state = {} THEN 1 ELSE 0 END) > 0", [Arg::from(state.code())]);
    }
    if filter.owing {
        shape.push(" AND SUM(CASE WHEN a.state IN (1, 2, 4) THEN 1 ELSE 0 END) > 0");
    }
    if let Some(today) = filter.overdue_on {
        let text = " AND SUM(CASE WHEN a.state IN (1, 2, 4) AND a.due_day < {} THEN 1 ELSE 0 END) > 0";
        shape.with(text, [Arg::from(today)]);
    }
    shape.push(") AS g");
    if let Some((silent, path)) = after.filter(|_| filter.silent_first) {
        shape.with(" WHERE (0 - g.silent, g.path) > (CAST({} AS BIGINT), {})", args![-*silent, path].to_vec());
    }
    shape.push(if filter.silent_first { " ORDER BY 0 - g.silent, g.path" } else { " ORDER BY g.path" });
    shape.with(" LIMIT {}", [Arg::from(limit)]);
    Ok(tx.all(&shape.text, &shape.args)?)
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

/// All cells of these organisations.
pub(crate) fn cells(
    tx: &mut Tx<'_>,
    month: Month,
    orgs: &[OrgId],
    item: Option<ItemId>,
) -> Result<Vec<CellRow>, AppError> {
    let mut out = Vec::new();
    for part in orgs.chunks(LIST_MOST) {
        let mut shape = Shape::new(
            "SELECT a.org_id, a.item_id, a.state, a.due_day, a.late, a.asked_day, a.issued_at, a.reported_at, a.version \
             FROM assignment a JOIN item i ON i.item_id = a.item_id WHERE a.month = $1 AND i.visible = 1 AND a.org_id IN ",
            args![month],
        );
        shape.list(part.iter().map(|id| Arg::from(*id)));
        if let Some(item) = item {
            shape.with(" AND a.item_id = {}", [Arg::from(item)]);
        }
        out.extend(tx.all::<CellRow>(&shape.text, &shape.args)?);
    }
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
