//! 本月要办: what an organisation has to do, on one page.

use cx::{AppError, Cx};
use kernel::Month;

use super::card::{Card, cards};
use crate::access;
use crate::store::assignment::{AssignmentRow, OF_ORG};

/// The month of one's own organisation: everything of that month, and what is still owed from the twelve
/// before it, the next deadline first.
///
/// # Errors
/// [`AppError::NotFound`] for a seat that sees no business data.
pub async fn my_month(cx: &Cx, month: Month) -> Result<Vec<Card>, AppError> {
    cx.read(move |tx| {
        let seat = tx.actor().seat.clone();
        access::read(tx, &seat.path)?;
        let rows: Vec<AssignmentRow> = tx.all(OF_ORG, db::args![seat.org, month.plus(-12), month])?;
        cards(tx, rows)
    })
    .await
}
