//! How each organisation stands in a month: one row of counts at the place where its assignments are
//! counted. The board orders and filters by these rows and reads the assignments of the shown page only.
//!
//! Counts move with every change. The earliest deadline of what is owed is looked up again after them: by then
//! the row is held until the commit, so that nobody else's change of the same organisation is missed.

use std::collections::BTreeMap;

use cx::{AppError, Permit, Tx};
use db::{Arg, args};
use kernel::{Day, Month, OrgId, OrgPath};

use super::list::{ItemRow, ListRow};
use super::roll_up::Cell;
use super::shape::{self, LIST_MOST, Shape};
use crate::rules::State;

/// What the visible assignments themselves give.
macro_rules! counted {
    () => {
        "SELECT a.org_id, a.month, a.path, \
         CAST(SUM(CASE WHEN a.state IN (1, 2, 4) THEN 1 ELSE 0 END) AS BIGINT) AS owed, \
         COALESCE(MIN(CASE WHEN a.state IN (1, 2, 4) THEN a.due_day END), '9999-12-31') AS first_due, \
         CAST(SUM(CASE WHEN a.state = 1 THEN 1 ELSE 0 END) AS BIGINT) AS issued, \
         CAST(SUM(CASE WHEN a.state = 2 THEN 1 ELSE 0 END) AS BIGINT) AS signed, \
         CAST(SUM(CASE WHEN a.state = 3 THEN 1 ELSE 0 END) AS BIGINT) AS reported, \
         CAST(SUM(CASE WHEN a.state = 4 THEN 1 ELSE 0 END) AS BIGINT) AS returned, \
         CAST(SUM(CASE WHEN a.state = 5 THEN 1 ELSE 0 END) AS BIGINT) AS verified, \
         CAST(SUM(CASE WHEN a.state = 6 THEN 1 ELSE 0 END) AS BIGINT) AS closed, \
         CAST(SUM(CASE WHEN a.state = 7 THEN 1 ELSE 0 END) AS BIGINT) AS declined, \
         CAST(SUM(CASE WHEN a.state = 8 THEN 1 ELSE 0 END) AS BIGINT) AS excused, \
         CAST(SUM(CASE WHEN a.state = 9 THEN 1 ELSE 0 END) AS BIGINT) AS withdrawn \
         FROM assignment a JOIN item i ON i.item_id = a.item_id WHERE a.month = $1 AND i.visible = 1 \
         GROUP BY a.org_id, a.month, a.path"
    };
}
macro_rules! insert {
    () => {
        "INSERT INTO standing (org_id, month, path, owed, first_due, issued, signed, reported, returned, verified, closed, \
         declined, excused, withdrawn) "
    };
}
macro_rules! of_nothing {
    () => {
        "NOT EXISTS (SELECT 1 FROM assignment a JOIN item i ON i.item_id = a.item_id WHERE a.org_id = standing.org_id \
         AND a.month = standing.month AND a.path = standing.path AND i.visible = 1)"
    };
}

/// A list just laid out: each organisation has every item of it, so that the rows of one item name them all.
pub(crate) const ISSUE: &str = concat!(
    insert!(),
    "SELECT a.org_id, a.month, a.path, CAST($5 AS BIGINT), CAST($6 AS TEXT), CAST($5 AS BIGINT), 0, 0, 0, 0, 0, 0, 0, 0 \
     FROM assignment a WHERE a.month = $1 AND a.path >= $2 AND a.path < $3 AND a.item_id = $4 \
     ON CONFLICT (org_id, month, path) DO UPDATE SET owed = standing.owed + excluded.owed, issued = standing.issued + excluded.issued, \
     first_due = CASE WHEN excluded.first_due < standing.first_due THEN excluded.first_due ELSE standing.first_due END"
);
/// The earliest deadlines of a month; with ` AND org_id IN …` those of some organisations.
pub(crate) const SETTLE: &str = "UPDATE standing SET first_due = COALESCE((SELECT MIN(a.due_day) FROM assignment a \
     JOIN item i ON i.item_id = a.item_id WHERE a.org_id = standing.org_id AND a.month = standing.month AND a.path = standing.path \
     AND a.state IN (1, 2, 4) AND i.visible = 1), '9999-12-31') WHERE month = $1";
/// Takes the rows of a month into one's own hands until the commit, without changing them.
pub(crate) const HOLD: &str = "UPDATE standing SET owed = owed WHERE month = $1";
pub(crate) const RECOUNT: &str = concat!(
    insert!(),
    counted!(),
    " ON CONFLICT (org_id, month, path) DO UPDATE SET owed = excluded.owed, first_due = excluded.first_due, issued = excluded.issued, \
     signed = excluded.signed, reported = excluded.reported, returned = excluded.returned, verified = excluded.verified, \
     closed = excluded.closed, declined = excluded.declined, excused = excluded.excused, withdrawn = excluded.withdrawn"
);
pub(crate) const FORGET: &str = concat!("DELETE FROM standing WHERE month = $1 AND ", of_nothing!());
pub(crate) const WRONG: &str = concat!(
    "SELECT c.org_id, c.path FROM (",
    counted!(),
    ") AS c LEFT JOIN standing s ON s.org_id = c.org_id AND s.month = c.month AND s.path = c.path WHERE s.org_id IS NULL \
     OR s.owed <> c.owed OR s.first_due <> c.first_due OR s.issued <> c.issued OR s.signed <> c.signed OR s.reported <> c.reported \
     OR s.returned <> c.returned OR s.verified <> c.verified OR s.closed <> c.closed OR s.declined <> c.declined \
     OR s.excused <> c.excused OR s.withdrawn <> c.withdrawn ORDER BY c.path"
);
pub(crate) const LEFT_OVER: &str =
    concat!("SELECT standing.org_id, standing.path FROM standing WHERE standing.month = $1 AND ", of_nothing!());

/// Rows of one upsert.
const ROWS: usize = 128;
const MOVE: &str = concat!(insert!(), "VALUES");
const MOVE_TAIL: &str = "ON CONFLICT (org_id, month, path) DO UPDATE SET owed = standing.owed + excluded.owed, \
     first_due = CASE WHEN excluded.first_due < standing.first_due THEN excluded.first_due ELSE standing.first_due END, \
     issued = standing.issued + excluded.issued, signed = standing.signed + excluded.signed, \
     reported = standing.reported + excluded.reported, returned = standing.returned + excluded.returned, \
     verified = standing.verified + excluded.verified, closed = standing.closed + excluded.closed, \
     declined = standing.declined + excluded.declined, excused = standing.excused + excluded.excused, \
     withdrawn = standing.withdrawn + excluded.withdrawn";

/// The column that counts assignments in this state.
pub(crate) const fn column(state: State) -> &'static str {
    // A state's name is its column's: the migration says so.
    state.name()
}

/// Changes of rows that go to the table together, in the order of their keys.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Moves(BTreeMap<(OrgId, Month, OrgPath), Moved>);

/// What is added to one row.
#[derive(Debug, Default, PartialEq, Eq)]
struct Moved {
    states: [i64; State::ALL.len()],
    owed_by_day: BTreeMap<Day, i64>,
}

impl Moved {
    /// Whether the earliest deadline may have gone: something of it is owed no longer.
    fn may_lose(&self) -> bool {
        self.owed_by_day.values().any(|n| *n < 0)
    }

    fn row(&self, (org, month, path): &(OrgId, Month, OrgPath)) -> Vec<Arg> {
        let owed: i64 = self.owed_by_day.values().sum();
        let gained = self.owed_by_day.iter().find(|(_, n)| **n > 0).map_or(Day::FOREVER, |(day, _)| *day);
        let head = args![*org, *month, path, owed, gained].to_vec();
        head.into_iter().chain(self.states.iter().map(|n| Arg::from(*n))).collect()
    }
}

impl Moves {
    /// Counts `n` assignments of an organisation at its place.
    pub(crate) fn count(&mut self, (org, month, path): (OrgId, Month, &OrgPath), cell: Cell, n: i64) {
        let moved = self.0.entry((org, month, path.clone())).or_default();
        for (slot, state) in moved.states.iter_mut().zip(State::ALL) {
            *slot += if state == cell.state { n } else { 0 };
        }
        if cell.state.is_owed() {
            *moved.owed_by_day.entry(cell.due_day).or_insert(0) += n;
        }
    }

    /// Adds the changes to the table, many rows per statement, and looks up the deadlines that may have changed.
    pub(crate) fn write(&self, tx: &mut Tx<'_>, _: &Permit) -> Result<(), AppError> {
        let rows: Vec<Vec<Arg>> = self.0.iter().map(|(key, moved)| moved.row(key)).collect();
        for part in rows.chunks(ROWS) {
            let shape = shape::rows(MOVE, part, MOVE_TAIL);
            tx.exec(&shape.text, &shape.args)?;
        }
        let mut unsettled: BTreeMap<Month, Vec<OrgId>> = BTreeMap::new();
        for ((org, month, _), _) in self.0.iter().filter(|(_, moved)| moved.may_lose()) {
            unsettled.entry(*month).or_default().push(*org);
        }
        for (month, orgs) in unsettled {
            for part in orgs.chunks(LIST_MOST) {
                let mut shape = Shape::new(SETTLE, args![month]);
                shape.push(" AND org_id IN ").list(part.iter().map(|id| Arg::from(*id)));
                tx.exec(&shape.text, &shape.args)?;
            }
        }
        Ok(())
    }
}

/// Counts a freshly laid out list. To be called once, in the transaction that shows it.
pub(crate) fn issue(
    tx: &mut Tx<'_>,
    _: &Permit,
    list: &ListRow,
    items: &[ItemRow],
    place: &OrgPath,
) -> Result<(), AppError> {
    let Some(first) = items.first() else { return Ok(()) };
    let (from, until) = place.range();
    let (number, due) = (items.len(), items.iter().map(|i| i.due_day).min());
    let number = i64::try_from(number).unwrap_or(i64::MAX);
    tx.exec(ISSUE, args![list.month, from, until, first.id, number, due])?;
    Ok(())
}

/// Every row of a month that is not what the assignments give, in words for whoever runs the server.
pub(crate) fn check(tx: &mut Tx<'_>, month: Month) -> Result<Vec<String>, AppError> {
    let wrong: Vec<(OrgId, OrgPath)> = tx.all(WRONG, args![month])?;
    let left: Vec<(OrgId, OrgPath)> = tx.all(LEFT_OVER, args![month])?;
    let tell = |kind: &'static str| {
        move |(org, path): &(OrgId, OrgPath)| format!("standing of {org} at {path} in {month}: {kind}")
    };
    Ok(wrong.iter().map(tell("wrong or missing")).chain(left.iter().map(tell("of nothing"))).collect())
}

/// Makes the rows of a month what the assignments give, also where a branch has moved.
pub(crate) fn recompute(tx: &mut Tx<'_>, _: &Permit, month: Month) -> Result<(), AppError> {
    tx.exec(HOLD, args![month])?;
    tx.exec(RECOUNT, args![month])?;
    tx.exec(FORGET, args![month])?;
    Ok(())
}
