//! What an organisation leaves open to whoever comes next: its assignments of any month, and the lists it sent.

use cx::{AppError, Tx};
use kernel::OrgId;

use super::card::{Card, cards};
use crate::store::open::{self, OpenList};

/// What an organisation was given and has not done, and what it gave and is not done.
#[derive(Debug, Clone)]
pub struct Open {
    /// Its assignments that are neither closed nor excused nor withdrawn, the overdue first; at most as many as were
    /// wanted.
    pub cards: Vec<Card>,
    /// How many there are.
    pub all: i64,
    /// How many of them are overdue.
    pub overdue: i64,
    /// Of how many it asked something, more time or not to do it, that nobody has answered.
    pub asked: i64,
    /// Its own lists of which something is still open, the oldest first; at most as many as were wanted.
    pub lists: Vec<OpenList>,
}

/// What an organisation leaves open, of any month: at most `most` assignments and `most` lists. Inside another room's
/// unit of work, which has established the reader's right. A handful of statements, however much it is.
///
/// # Errors
/// A failure of the database.
pub fn open_in(tx: &mut Tx<'_>, org: OrgId, most: i64) -> Result<Open, AppError> {
    let (all, overdue, asked) = open::counts(tx, org)?;
    let rows = open::assignments(tx, org, most)?;
    Ok(Open { cards: cards(tx, rows)?, all, overdue, asked, lists: open::lists(tx, org, most)? })
}
