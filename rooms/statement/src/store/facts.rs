//! What the facts of a draft are drawn from: a fixed number of statements, however much was asked.

use std::collections::HashMap;

use cx::{AppError, Tx};
use db::{Arg, args, rec};
use kernel::{Day, Instant, ItemId, ListId, Month, OrgId, OrgPath};

use crate::rules::{
    canonical::whole_seconds,
    facts::{Facts, Issued, Line, State, is_late},
    personal,
};

/// Lookups by id go in one statement of so many places; the rest of a month's issuers in further ones.
const PLACES_MOST: usize = 16;

pub(crate) const PLACES: &str =
    "SELECT path, name FROM org WHERE path IN ($1, $2, $3, $4, $5, $6, $7, $8) ORDER BY path";

/// Names of all superiors, the root first, joined by ` / `.
pub(crate) fn place(tx: &mut Tx<'_>, path: &OrgPath) -> Result<String, AppError> {
    let superiors = path.superiors();
    // Beyond eight levels, which no tree here has, the highest are left out.
    let nearest = &superiors[superiors.len().saturating_sub(8)..];
    if nearest.is_empty() {
        return Ok(String::new());
    }
    let padded: Vec<Arg> = (0..8).map(|i| Arg::from(&nearest[i.min(nearest.len() - 1)])).collect();
    let rows: Vec<(OrgPath, String)> = tx.all(PLACES, &padded)?;
    Ok(rows.into_iter().map(|(_, name)| name).collect::<Vec<_>>().join(" / "))
}

/// What rests on nothing is said as `task_list::Ground::is_baseless` says it.
pub(crate) const ITEMS: &str = "SELECT a.item_id, a.list_id, a.issuer_id, a.state, a.due_day, a.late, a.issued_at, \
     a.reported_at, i.text, CASE WHEN COALESCE(i.ground, '') = '' THEN i.basis WHEN i.basis = '' THEN i.ground \
     ELSE i.ground || ' · ' || i.basis END, CASE WHEN i.clause_id IS NULL AND i.target_id IS NULL AND i.split_of IS NULL \
     THEN CAST(1 AS BIGINT) ELSE CAST(0 AS BIGINT) END, i.minutes, i.asks FROM assignment a JOIN item i ON i.item_id = a.item_id \
     WHERE a.org_id = $1 AND a.month = $2 AND i.visible = 1 ORDER BY a.issued_at, a.item_id LIMIT 500";

rec! {
    struct ItemRow {
        item: ItemId,
        list: ListId,
        issuer: OrgId,
        state: i64,
        due: Day,
        late: bool,
        issued: Instant,
        reported: Option<Instant>,
        text: String,
        basis: String,
        baseless: bool,
        tenths: i64,
        values: i64,
    }
}

pub(crate) const STEPS: &str = "SELECT item_id, kind, at FROM assignment_step \
     WHERE org_id = $1 AND month = $2 AND kind IN ('signed', 'verified', 'closed') ORDER BY item_id, seq LIMIT 5000";

pub(crate) const OWN_LISTS: &str = "SELECT number, title, orgs, minutes, sent_at FROM task_list \
     WHERE org_id = $1 AND month = $2 AND sent_at IS NOT NULL ORDER BY sent_at, list_id LIMIT 500";

pub(crate) const NAMES: &str = "SELECT org_id, name FROM org WHERE org_id IN \
     ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)";

pub(crate) const NUMBERS: &str = "SELECT list_id, number FROM task_list WHERE org_id IN \
     ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16) AND list_id IN \
     ($17, $18, $19, $20, $21, $22, $23, $24, $25, $26, $27, $28, $29, $30, $31, $32)";

/// The facts of an organisation's month as the ledgers hold them now.
pub(crate) fn draw(tx: &mut Tx<'_>, org: OrgId, month: Month) -> Result<Facts, AppError> {
    let rows: Vec<ItemRow> = tx.all(ITEMS, args![org, month])?;
    let steps = steps(tx, org, month)?;
    let names = names(tx, &rows)?;
    let numbers = numbers(tx, &rows)?;
    let today = tx.today();
    let lines = rows.iter().map(|row| line(row, &steps, &names, &numbers, today)).collect::<Result<_, _>>()?;
    Ok(Facts::of(lines, own_lists(tx, org, month)?))
}

/// Last instant of each kind of step of each item.
type Steps = HashMap<(ItemId, String), Instant>;

fn steps(tx: &mut Tx<'_>, org: OrgId, month: Month) -> Result<Steps, AppError> {
    let rows: Vec<(ItemId, String, Instant)> = tx.all(STEPS, args![org, month])?;
    Ok(rows.into_iter().map(|(item, kind, at)| ((item, kind), whole_seconds(at))).collect())
}

fn names(tx: &mut Tx<'_>, rows: &[ItemRow]) -> Result<HashMap<OrgId, String>, AppError> {
    let mut names = HashMap::new();
    for some in distinct(rows.iter().map(|r| r.issuer)).chunks(PLACES_MOST) {
        let found: Vec<(OrgId, String)> = tx.all(NAMES, &padded(some))?;
        names.extend(found);
    }
    Ok(names)
}

fn numbers(tx: &mut Tx<'_>, rows: &[ItemRow]) -> Result<HashMap<ListId, String>, AppError> {
    let mut numbers = HashMap::new();
    // A list belongs to one issuer, so a chunk of lists has no more issuers than lists.
    let lists: HashMap<ListId, OrgId> = rows.iter().map(|r| (r.list, r.issuer)).collect();
    for some in distinct(rows.iter().map(|r| r.list)).chunks(PLACES_MOST) {
        let issuers: Vec<OrgId> = some.iter().filter_map(|list| lists.get(list).copied()).collect();
        let found: Vec<(ListId, String)> = tx.all(NUMBERS, &[padded(&issuers), padded(some)].concat())?;
        numbers.extend(found);
    }
    Ok(numbers)
}

fn distinct<T: Ord>(ids: impl Iterator<Item = T>) -> Vec<T> {
    let mut ids: Vec<T> = ids.collect();
    ids.sort();
    ids.dedup();
    ids
}

/// The ids of a chunk, the last one repeated until all places are filled.
fn padded<T: Copy + Into<Arg>>(ids: &[T]) -> Vec<Arg> {
    (0..PLACES_MOST).filter_map(|i| ids.get(i).or(ids.last())).map(|id| (*id).into()).collect()
}

fn line(
    row: &ItemRow,
    steps: &Steps,
    names: &HashMap<OrgId, String>,
    numbers: &HashMap<ListId, String>,
    today: Day,
) -> Result<Line, AppError> {
    let state = State::of_number(row.state)
        .ok_or_else(|| AppError::Internal(format!("assignment of item {} is in state {}", row.item, row.state)))?;
    let step = |kind: &str| steps.get(&(row.item, kind.to_owned())).copied();
    Ok(Line {
        item: row.item,
        number: numbers.get(&row.list).cloned().unwrap_or_default(),
        from: names.get(&row.issuer).cloned().unwrap_or_default(),
        text: personal::masked(&row.text),
        basis: personal::masked(&row.basis),
        baseless: row.baseless,
        due: row.due,
        state,
        late: is_late(row.late, state, row.due, today),
        issued: whole_seconds(row.issued),
        signed: step("signed"),
        reported: row.reported.map(whole_seconds),
        verified: step("verified"),
        closed: step("closed").filter(|_| state == State::Closed),
        tenths: row.tenths,
        values: row.values,
    })
}

fn own_lists(tx: &mut Tx<'_>, org: OrgId, month: Month) -> Result<Vec<Issued>, AppError> {
    let rows: Vec<(String, String, i64, i64, Instant)> = tx.all(OWN_LISTS, args![org, month])?;
    Ok(rows
        .into_iter()
        .map(|(number, title, orgs, tenths, sent)| Issued {
            number,
            title: personal::masked(&title),
            orgs,
            tenths,
            sent: whole_seconds(sent),
        })
        .collect())
}
