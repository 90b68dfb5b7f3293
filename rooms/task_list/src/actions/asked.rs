//! What was asked of an organisation in a month, and what it asked of others: for its statement.

use cx::{AppError, Cx, Tx};
use kernel::{ListId, Month, OrgId};

use super::card::{Card, cards};
use crate::access;
use crate::rules::{Stage, State};
use crate::store::assignment::{AssignmentRow, MONTH_OF};
use crate::store::{list, tree};

/// A list of the organisation's own, with its price.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OwnList {
    /// The list.
    pub id: ListId,
    /// Its number.
    pub number: String,
    /// Its title.
    pub title: String,
    /// Organisations that got it.
    pub orgs: i64,
    /// Its items.
    pub items: i64,
    /// What it asked of each, tenths of a minute.
    pub minutes: i64,
    /// Items without basis.
    pub without_basis: i64,
    /// Whether it was urgent.
    pub urgent: bool,
    /// Who approved a price over the target; empty if it was within.
    pub approval: String,
    /// Whether it was taken back.
    pub withdrawn: bool,
}

/// What was asked of an organisation in a month, and what it asked.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct AskedOf {
    /// Requests that were not withdrawn.
    pub requests: i64,
    /// What they cost, tenths of a minute.
    pub minutes: i64,
    /// New values they asked.
    pub values: i64,
    /// Those without basis.
    pub outside: i64,
    /// Those it asked not to do, decided or not.
    pub declined: i64,
    /// Those it need not do.
    pub excused: i64,
    /// Its own lists.
    pub lists: Vec<OwnList>,
}

/// What was asked of an organisation of the reader's scope.
///
/// # Errors
/// [`AppError::NotFound`] outside the scope.
pub async fn asked_of(cx: &Cx, org: OrgId, month: Month) -> Result<AskedOf, AppError> {
    cx.read(move |tx| {
        let found = tree::get(tx, org)?;
        access::read(tx, &found.path)?;
        asked_of_in(tx, org, month)
    })
    .await
}

/// [`asked_of`] inside another room's unit of work, which has established the reader's right.
///
/// # Errors
/// A failure of the database.
pub fn asked_of_in(tx: &mut Tx<'_>, org: OrgId, month: Month) -> Result<AskedOf, AppError> {
    let rows: Vec<AssignmentRow> = tx.all(MONTH_OF, db::args![org, month])?;
    let items = list::items_of_ids(tx, &rows.iter().map(|r| r.item).collect())?;
    let mut asked = AskedOf::default();
    for row in rows.iter().filter(|r| r.state != State::Withdrawn) {
        let Some(item) = items.get(&row.item) else { continue };
        asked.requests += 1;
        asked.minutes += item.minutes;
        asked.values += item.asks;
        asked.outside += i64::from(item.is_baseless());
        asked.declined += i64::from(matches!(row.state, State::Declined | State::Excused));
        asked.excused += i64::from(row.state == State::Excused);
    }
    let own: Vec<list::ItemRow> = tx.all(list::ITEMS_OF, db::args![org, month])?;
    for row in list::of_month(tx, org, month)? {
        if !matches!(row.stage, Stage::Sent | Stage::Withdrawn) {
            continue;
        }
        let items = || own.iter().filter(|i| i.list == row.id);
        asked.lists.push(OwnList {
            id: row.id,
            items: count(items()),
            without_basis: count(items().filter(|i| i.is_baseless())),
            number: row.number,
            title: row.title,
            orgs: row.orgs,
            minutes: row.minutes,
            urgent: row.urgent,
            approval: row.approval,
            withdrawn: row.stage == Stage::Withdrawn,
        });
    }
    Ok(asked)
}

/// Every assignment of an organisation in a month, the next deadline first, inside another room's unit of
/// work, which has established the reader's right.
///
/// # Errors
/// A failure of the database.
pub fn cards_of_month_in(tx: &mut Tx<'_>, org: OrgId, month: Month) -> Result<Vec<Card>, AppError> {
    let rows: Vec<AssignmentRow> = tx.all(MONTH_OF, db::args![org, month])?;
    cards(tx, rows)
}

fn count<T>(items: impl Iterator<Item = T>) -> i64 {
    i64::try_from(items.count()).unwrap_or(i64::MAX)
}
