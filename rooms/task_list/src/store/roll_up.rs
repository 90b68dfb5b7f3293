//! Roll-ups: what superiors read instead of counting. Moved in the transaction of every change, always
//! recomputable from the assignments.

use std::collections::{BTreeMap, BTreeSet};

use cx::{AppError, Permit, Tx};
use db::{Arg, args};
use kernel::{Day, ItemId, Month, OrgId, OrgPath};

use super::assignment::Change;
use super::{shape, standing, tree};
use crate::rules::{Duty, State};

pub(crate) const OVERVIEW: &str = "SELECT r.child_id, r.state, r.late, CAST(COALESCE(SUM(r.n), 0) AS BIGINT), \
     CAST(COALESCE(SUM(CASE WHEN r.due_day < $4 AND r.state IN (1, 2, 4) THEN r.n ELSE 0 END), 0) AS BIGINT) FROM roll_up r \
     WHERE r.org_id = $1 AND r.month >= $2 AND r.month <= $3 AND r.n <> 0 GROUP BY r.child_id, r.state, r.late";
pub(crate) const MONTHS: &str =
    "SELECT DISTINCT i.month FROM item i WHERE i.visible = 1 AND i.month >= $1 ORDER BY i.month";
pub(crate) const COUNTED: &str = "SELECT a.org_id, a.path, a.due_day, a.late, a.state, COUNT(*) FROM assignment a JOIN item i ON i.item_id = a.item_id \
     WHERE a.month = $1 AND i.visible = 1 GROUP BY a.org_id, a.path, a.due_day, a.late, a.state";
pub(crate) const TALLIED: &str = "SELECT a.item_id, a.issuer_id, a.org_id, a.path, a.late, a.state FROM assignment a \
     JOIN item i ON i.item_id = a.item_id WHERE a.month = $1 AND i.visible = 1";
pub(crate) const STORED: &str =
    "SELECT r.org_id, r.child_id, r.due_day, r.late, r.state, r.n FROM roll_up r WHERE r.month = $1 AND r.n <> 0";
pub(crate) const STORED_TALLIES: &str = "SELECT t.org_id, t.item_id, t.child_id, t.late, t.state, t.n FROM item_tally t \
     JOIN item i ON i.item_id = t.item_id WHERE i.month = $1 AND t.n <> 0";
/// Takes the rows of a month into one's own hands until the commit, without changing them.
pub(crate) const HOLD: &str = "UPDATE roll_up SET n = n WHERE month = $1";
pub(crate) const HOLD_TALLY: &str =
    "UPDATE item_tally SET n = n WHERE item_id IN (SELECT i.item_id FROM item i WHERE i.month = $1)";
pub(crate) const MOVE: &str = "UPDATE assignment SET path = CAST($1 AS TEXT) || SUBSTR(path, CAST(CAST($2 AS BIGINT) AS INTEGER)) \
     WHERE month >= $3 AND path >= $4 AND path < $5";

/// Rows of one upsert.
const ROWS: usize = 128;
const ROLL: &str = "INSERT INTO roll_up (org_id, month, child_id, due_day, late, state, n) VALUES";
const TALLY: &str = "INSERT INTO item_tally (org_id, item_id, child_id, late, state, n) VALUES";
const ROLL_TAIL: &str =
    "ON CONFLICT (org_id, month, child_id, due_day, late, state) DO UPDATE SET n = roll_up.n + excluded.n";
const TALLY_TAIL: &str =
    "ON CONFLICT (org_id, item_id, child_id, late, state) DO UPDATE SET n = item_tally.n + excluded.n";

/// What tells counted assignments apart within one place.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Cell {
    pub(crate) due_day: Day,
    pub(crate) late: bool,
    pub(crate) state: State,
}

impl Cell {
    /// The cell of something just sent.
    pub(crate) const fn issued(due_day: Day) -> Self {
        Self { due_day, late: false, state: State::Issued }
    }

    /// The cell of an assignment as its life stands.
    pub(crate) const fn of(duty: &Duty) -> Self {
        Self { due_day: duty.due_day, late: duty.late, state: duty.state }
    }
}

/// Changes of counts that go to the tables together, in the order of their keys: two units that touch
/// the same rows take them in the same order.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Deltas {
    rolls: BTreeMap<(OrgId, Month, OrgId, Cell), i64>,
    tallies: BTreeMap<(OrgId, ItemId, OrgId, bool, State), i64>,
    standings: standing::Moves,
}

impl Deltas {
    /// Counts `n` at a superior's direct child.
    pub(crate) fn roll(&mut self, (superior, month, child): (OrgId, Month, OrgId), cell: Cell, n: i64) {
        *self.rolls.entry((superior, month, child, cell)).or_insert(0) += n;
    }

    /// Counts `n` of an issuer's item at its direct child.
    pub(crate) fn tally(&mut self, (issuer, item, child): (OrgId, ItemId, OrgId), cell: Cell, n: i64) {
        *self.tallies.entry((issuer, item, child, cell.late, cell.state)).or_insert(0) += n;
    }

    /// Counts `n` assignments everywhere they are counted.
    pub(crate) fn count(&mut self, chains: &Chains, at: &Counted<'_>, cell: Cell, n: i64) {
        let child = chains.child_of(at.issuer, at.org, at.path);
        self.standings.count((at.org, at.month, at.path), cell, n);
        self.tally((at.issuer, at.item, child), cell, n);
        for (superior, below) in chains.above(at.path) {
            self.roll((superior, at.month, below), cell, n);
        }
    }

    fn without_zeros(mut self) -> Self {
        self.rolls.retain(|_, n| *n != 0);
        self.tallies.retain(|_, n| *n != 0);
        self
    }
}

/// Where one assignment is counted.
pub(crate) struct Counted<'a> {
    pub(crate) org: OrgId,
    pub(crate) path: &'a OrgPath,
    pub(crate) month: Month,
    pub(crate) item: ItemId,
    pub(crate) issuer: OrgId,
}

/// Who stands above whom: the organisations of all places on the way up.
#[derive(Debug, Default)]
pub(crate) struct Chains(BTreeMap<OrgPath, OrgId>);

impl Chains {
    /// The chains above these organisations, found with one query.
    pub(crate) fn of<'a>(tx: &mut Tx<'_>, orgs: impl Iterator<Item = (OrgId, &'a OrgPath)>) -> Result<Self, AppError> {
        let mut known = BTreeMap::new();
        let mut wanted = BTreeSet::new();
        for (id, path) in orgs {
            known.insert(path.clone(), id);
            // Once a place is wanted, so is everything above it.
            let mut up = path.parent();
            while let Some(superior) = up {
                up = superior.parent();
                if !wanted.insert(superior) {
                    break;
                }
            }
        }
        wanted.retain(|path| !known.contains_key(path));
        known.extend(tree::ids_of_paths(tx, &wanted)?);
        Ok(Self(known))
    }

    /// Every superior of a place with its direct child on the way down to it.
    pub(crate) fn above(&self, path: &OrgPath) -> Vec<(OrgId, OrgId)> {
        let mut pairs = Vec::new();
        let mut below = self.0.get(path);
        let mut up = path.parent();
        while let Some(superior) = up {
            let id = self.0.get(&superior);
            pairs.extend(id.copied().zip(below.copied()));
            below = id;
            up = superior.parent();
        }
        pairs
    }

    /// Under which direct child of the issuer an organisation is counted: itself if it is the issuer, or
    /// has left its branch.
    pub(crate) fn child_of(&self, issuer: OrgId, org: OrgId, path: &OrgPath) -> OrgId {
        self.above(path).into_iter().find(|(superior, _)| *superior == issuer).map_or(org, |(_, child)| child)
    }
}

/// Moves the counts of changed assignments from where they stood to where they stand.
pub(crate) fn follow(tx: &mut Tx<'_>, permit: &Permit, changes: &[Change]) -> Result<(), AppError> {
    let moved: Vec<&Change> = changes.iter().filter(|c| Cell::of(&c.row.duty()) != Cell::of(&c.next)).collect();
    if moved.is_empty() {
        return Ok(());
    }
    let chains = Chains::of(tx, moved.iter().map(|c| (c.row.org, &c.row.path)))?;
    let mut deltas = Deltas::default();
    for change in moved {
        let row = &change.row;
        let at = Counted { org: row.org, path: &row.path, month: row.month, item: row.item, issuer: row.issuer };
        deltas.count(&chains, &at, Cell::of(&row.duty()), -1);
        deltas.count(&chains, &at, Cell::of(&change.next), 1);
    }
    write(tx, permit, &deltas.without_zeros())
}

/// Adds the changes of counts to the tables, many rows per statement. The counts of superiors, for which others
/// wait, come last.
pub(crate) fn write(tx: &mut Tx<'_>, permit: &Permit, deltas: &Deltas) -> Result<(), AppError> {
    deltas.standings.write(tx, permit)?;
    let rolls: Vec<Vec<Arg>> = deltas
        .rolls
        .iter()
        .map(|((org, month, child, cell), n)| {
            args![*org, *month, *child, cell.due_day, cell.late, cell.state.code(), *n].to_vec()
        })
        .collect();
    upsert(tx, ROLL, &rolls, ROLL_TAIL)?;
    let tallies: Vec<Vec<Arg>> = deltas
        .tallies
        .iter()
        .map(|((org, item, child, late, state), n)| args![*org, *item, *child, *late, state.code(), *n].to_vec())
        .collect();
    upsert(tx, TALLY, &tallies, TALLY_TAIL)
}

fn upsert(tx: &mut Tx<'_>, head: &str, rows: &[Vec<Arg>], tail: &str) -> Result<(), AppError> {
    for part in rows.chunks(ROWS) {
        let shape = shape::rows(head, part, tail);
        tx.exec(&shape.text, &shape.args)?;
    }
    Ok(())
}

/// The months from `from` on in which anything was sent.
pub(crate) fn months(tx: &mut Tx<'_>, from: Month) -> Result<Vec<Month>, AppError> {
    let rows: Vec<(Month,)> = tx.all(MONTHS, args![from])?;
    Ok(rows.into_iter().map(|r| r.0).collect())
}

/// A month's counts as the assignments themselves give them.
fn computed(tx: &mut Tx<'_>, month: Month) -> Result<Deltas, AppError> {
    let counted: Vec<(OrgId, OrgPath, Day, bool, State, i64)> = tx.all(COUNTED, args![month])?;
    let chains = Chains::of(tx, counted.iter().map(|row| (row.0, &row.1)))?;
    let mut deltas = Deltas::default();
    for (_, path, due_day, late, state, n) in &counted {
        for (superior, below) in chains.above(path) {
            deltas.roll((superior, month, below), Cell { due_day: *due_day, late: *late, state: *state }, *n);
        }
    }
    tx.each(TALLIED, args![month], |row| {
        let (item, issuer, org): (ItemId, OrgId, OrgId) = (row.get(0)?, row.get(1)?, row.get(2)?);
        let path: OrgPath = row.get(3)?;
        let cell = Cell { due_day: Day::FOREVER, late: row.get(4)?, state: row.get(5)? };
        deltas.tally((issuer, item, chains.child_of(issuer, org, &path)), cell, 1);
        Ok(())
    })?;
    Ok(deltas)
}

/// A month's counts as they are kept.
fn stored(tx: &mut Tx<'_>, month: Month) -> Result<Deltas, AppError> {
    let mut deltas = Deltas::default();
    let rolls: Vec<(OrgId, OrgId, Day, bool, State, i64)> = tx.all(STORED, args![month])?;
    for (org, child, due_day, late, state, n) in rolls {
        deltas.roll((org, month, child), Cell { due_day, late, state }, n);
    }
    let tallies: Vec<(OrgId, ItemId, OrgId, bool, State, i64)> = tx.all(STORED_TALLIES, args![month])?;
    for (org, item, child, late, state, n) in tallies {
        deltas.tally((org, item, child), Cell { due_day: Day::FOREVER, late, state }, n);
    }
    Ok(deltas)
}

/// What has to be added to the kept counts to make them what was counted.
fn missing(mut counted: Deltas, kept: &Deltas) -> Deltas {
    for (key, n) in &kept.rolls {
        *counted.rolls.entry(*key).or_insert(0) -= n;
    }
    for (key, n) in &kept.tallies {
        *counted.tallies.entry(*key).or_insert(0) -= n;
    }
    counted.without_zeros()
}

/// Every count of a month that is kept wrongly, in words for whoever runs the server.
pub(crate) fn check(tx: &mut Tx<'_>, month: Month) -> Result<Vec<String>, AppError> {
    let counted = computed(tx, month)?;
    let wrong = missing(counted, &stored(tx, month)?);
    let roll = |((org, month, child, cell), n): (&(OrgId, Month, OrgId, Cell), &i64)| {
        format!("roll_up of {org} in {month}, child {child}, {cell:?}: {n} missing")
    };
    let tally = |(key, n): (&(OrgId, ItemId, OrgId, bool, State), &i64)| format!("item_tally {key:?}: {n} missing");
    let mut found: Vec<String> = wrong.rolls.iter().map(roll).chain(wrong.tallies.iter().map(tally)).collect();
    found.extend(standing::check(tx, month)?);
    Ok(found)
}

/// Makes a month's counts what the assignments give. The kept rows are held from the first look to the
/// commit, so that whoever changes an assignment meanwhile adds their part afterwards.
pub(crate) fn recompute(tx: &mut Tx<'_>, permit: &Permit, month: Month) -> Result<(), AppError> {
    standing::recompute(tx, permit, month)?;
    tx.exec(HOLD, args![month])?;
    tx.exec(HOLD_TALLY, args![month])?;
    let counted = computed(tx, month)?;
    let missing = missing(counted, &stored(tx, month)?);
    write(tx, permit, &missing)
}

/// Lets the assignments of a moved branch be counted at its new place, from a month on.
pub(crate) fn move_branch(
    tx: &mut Tx<'_>,
    _: &Permit,
    (old, new): (&OrgPath, &OrgPath),
    month: Month,
) -> Result<u64, AppError> {
    let (from, until) = old.range();
    let rest = i64::try_from(old.as_str().len()).unwrap_or(0) + 1;
    Ok(tx.exec(MOVE, args![new, rest, month, from, until])?)
}

/// (child, state, late, number, of them overdue) of a superior over some months.
pub(crate) type OverviewRow = (OrgId, State, bool, i64, i64);

/// What stands where below each direct child.
pub(crate) fn overview(
    tx: &mut Tx<'_>,
    org: OrgId,
    (from, to): (Month, Month),
    today: Day,
) -> Result<Vec<OverviewRow>, AppError> {
    Ok(tx.all(OVERVIEW, args![org, from, to, today])?)
}

db::rec! {
    /// One count of an issuer's item.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub(crate) struct TallyRow {
        pub(crate) item: ItemId,
        pub(crate) child: OrgId,
        pub(crate) late: bool,
        pub(crate) state: State,
        pub(crate) n: i64,
    }
}

/// How these items of an issuer stand, by its direct children.
pub(crate) fn tallies(tx: &mut Tx<'_>, issuer: OrgId, items: &[ItemId]) -> Result<Vec<TallyRow>, AppError> {
    let mut out = Vec::new();
    for part in items.chunks(shape::LIST_MOST) {
        let mut shape = shape::Shape::new(
            "SELECT t.item_id, t.child_id, t.late, t.state, t.n FROM item_tally t WHERE t.org_id = $1 AND t.n <> 0 AND t.item_id IN ",
            args![issuer],
        );
        shape.list(part.iter().map(|id| Arg::from(*id)));
        out.extend(tx.all::<TallyRow>(&shape.text, &shape.args)?);
    }
    Ok(out)
}
