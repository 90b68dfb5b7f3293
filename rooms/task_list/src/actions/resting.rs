//! What rests on targets and where it arrived, for the picture of a target; and the red list of what rests on nothing.

use cx::{AppError, Cx, Tx};
use kernel::{Month, OrgPath, Page, Paged, TargetId};

use crate::access;
use crate::store::ground;
pub use crate::store::ground::{Arrival, Baseless, Resting};

/// The red list “tasks without basis” of a month.
#[derive(Debug, Clone)]
pub struct RedList {
    /// Items that were sent in the month from the reader's branch.
    pub items: i64,
    /// Those of them that rest on no row: every row of the red list.
    pub baseless: i64,
    /// Those of the red list that name a basis in words alone.
    pub words_only: i64,
    /// A page of the red list.
    pub rows: Paged<Baseless>,
}

/// What the reader's organisation and those below sent in a month that rests on no clause, no target and no superior's
/// item. A list that was taken back asks for nothing and is not in it.
///
/// # Errors
/// [`AppError::NotFound`] for a role that reads no lists.
pub async fn baseless(cx: &Cx, month: Month, page: Page) -> Result<RedList, AppError> {
    cx.read(move |tx| {
        let place = tx.place().clone();
        access::read(tx, &place)?;
        let (items, baseless, words_only) = ground::counts(tx, month, &place)?;
        let after = page.after.as_deref().and_then(|a| a.parse().ok()).unwrap_or(0);
        let rows = ground::baseless(tx, month, &place, after, page.size + 1)?;
        let rows = Paged::from_surplus(rows, &page, |row| row.item.to_string());
        Ok(RedList { items, baseless, words_only, rows })
    })
    .await
}

/// At which organisations at or below a place an item resting on one of these targets was asked for and not taken back,
/// each once for each target. Inside another room's unit of work, which has established the reader's right.
///
/// # Errors
/// A failure of the database.
pub fn arrivals_in(tx: &mut Tx<'_>, targets: &[TargetId], place: &OrgPath) -> Result<Vec<Arrival>, AppError> {
    ground::arrivals(tx, targets, place)
}

/// The items that rest on one of these targets, of lists that were sent and stand; for another room's unit of work.
///
/// # Errors
/// A failure of the database.
pub fn resting_in(tx: &mut Tx<'_>, targets: &[TargetId]) -> Result<Vec<Resting>, AppError> {
    ground::resting(tx, targets)
}
