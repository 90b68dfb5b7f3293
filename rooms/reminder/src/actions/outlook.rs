//! What reminding would do now: shown before it is done.

use cx::{AppError, Cx, Tx};
use kernel::{Day, Fault, Instant, ListId};
use task_list::Stage;

use crate::access::{self, REMIND};
use crate::store::{self, ListRow};

/// What reminding those who owe something of a list would do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outlook {
    /// The list.
    pub list: ListId,
    /// Its title.
    pub title: String,
    /// Its number.
    pub number: String,
    /// Organisations that owe something of it.
    pub orgs: i64,
    /// Those of them that are reminded of it for that day already.
    pub already: i64,
    /// Assignments owed in all.
    pub assignments: i64,
    /// The instant from which the reminder would be shown.
    pub shown_from: Instant,
    /// The day of that instant.
    pub day: Day,
    /// Whether that is at once.
    pub at_once: bool,
}

impl Outlook {
    /// Organisations that would be reminded.
    #[must_use]
    pub const fn new_orgs(&self) -> i64 {
        self.orgs - self.already
    }
}

/// What reminding would do now.
///
/// # Errors
/// [`AppError::NotFound`] for a list of somebody else; a fault if it is not sent.
pub async fn outlook(cx: &Cx, list: ListId) -> Result<Outlook, AppError> {
    cx.read(move |tx| {
        access::may(tx, &REMIND)?;
        let row = sent_list(tx, list)?;
        let (day, shown_from) = shown(tx)?;
        let owing = store::owing(tx, &row, day)?;
        Ok(Outlook {
            list,
            title: row.title,
            number: row.number,
            orgs: owing.orgs,
            already: owing.already,
            assignments: owing.assignments,
            shown_from,
            day,
            at_once: shown_from == tx.now(),
        })
    })
    .await
}

/// A list of one's own organisation that was sent.
pub(super) fn sent_list(tx: &mut Tx<'_>, list: ListId) -> Result<ListRow, AppError> {
    let row = store::own_list(tx, list)?;
    if row.stage == Stage::Sent { Ok(row) } else { Err(Fault::new("reminder_not_sent").into()) }
}

/// The day and the instant from which a reminder given now is shown.
pub(super) fn shown(tx: &mut Tx<'_>) -> Result<(Day, Instant), AppError> {
    let calendar = task_list::workdays_in(tx)?;
    let from = calendar.next_to_disturb(tx.now(), tx.zone());
    Ok((from.day(tx.zone()), from))
}
