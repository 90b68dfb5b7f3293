//! A reminder as one line, for the first page of whoever owes.

use cx::AppError;
use kit::{Req, W};
use task_list::pages::{href, view};

use crate::actions;
use crate::rules::Reminder;

/// All that one is reminded of on one day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// Leads to what is owed: to the assignment itself if it is one.
    pub href: String,
    /// How much is owed, and to whom.
    pub text: String,
    /// The day of the reminder.
    pub day: String,
}

/// The open reminders of the reader's organisation, one line for each day.
///
/// # Errors
/// [`AppError::NotFound`] for a seat that sees no business data.
pub async fn lines(req: &Req) -> Result<Vec<Line>, AppError> {
    Ok(actions::open::open(&req.cx).await?.iter().map(|reminder| line(&req.w, reminder)).collect())
}

fn line(w: &W, reminder: &Reminder) -> Line {
    let href = match reminder.owed.as_slice() {
        [one] => href(one.key),
        _ => format!("/reminders#{}", anchor(reminder)),
    };
    Line { href, text: text(w, reminder), day: view::day_name(w, reminder.day) }
}

/// `Reminder: 3 items not reported yet (…)`.
pub(super) fn text(w: &W, reminder: &Reminder) -> String {
    let from = reminder.issuers().join(w.t("task_list.say.list_comma"));
    w.f("reminder.line", &[("n", &reminder.owed.len()), ("from", &from)])
}

/// Where a day stands on the page of all.
pub(super) fn anchor(reminder: &Reminder) -> String {
    format!("d-{}", reminder.day)
}
