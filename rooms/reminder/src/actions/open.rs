//! What one's own organisation is reminded of.

use cx::{AppError, Cx};

use crate::access::{self, READ};
use crate::rules::{Reminder, by_day};
use crate::store;

/// The open reminders of the reader's organisation, the newest day first. What is answered is in none of them, and a
/// day of which everything is answered is gone.
///
/// # Errors
/// [`AppError::NotFound`] for a seat that sees no business data.
pub async fn open(cx: &Cx) -> Result<Vec<Reminder>, AppError> {
    cx.read(move |tx| {
        access::may(tx, &READ)?;
        let own = tx.actor().seat.org;
        Ok(by_day(store::open(tx, own)?))
    })
    .await
}
