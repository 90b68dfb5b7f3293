//! What an organisation leaves open, of any month: assignments it was given, and lists it sent.

use cx::{AppError, Tx};
use db::{args, rec};
use kernel::{Instant, ListId, Month, OrgId};

use super::assignment::{AssignmentRow, columns};

/// What is neither closed nor excused nor withdrawn, the overdue ones first.
pub(crate) const OF_ORG: &str = concat!(
    columns!(),
    "WHERE a.org_id = $1 AND a.state IN (1, 2, 3, 4, 5, 7) AND i.visible = 1 \
     ORDER BY CASE WHEN a.state IN (1, 2, 4) AND a.due_day < $2 THEN 0 ELSE 1 END, a.due_day, a.month, a.item_id LIMIT $3"
);
/// How many of them there are, how many are overdue, and of how many something was asked that nobody has answered.
pub(crate) const COUNTS: &str = "SELECT COUNT(*), \
     CAST(COALESCE(SUM(CASE WHEN a.state IN (1, 2, 4) AND a.due_day < $2 THEN 1 ELSE 0 END), 0) AS BIGINT), \
     CAST(COALESCE(SUM(CASE WHEN a.state = 7 OR a.asked_day IS NOT NULL THEN 1 ELSE 0 END), 0) AS BIGINT) \
     FROM assignment a JOIN item i ON i.item_id = a.item_id \
     WHERE a.org_id = $1 AND a.state IN (1, 2, 3, 4, 5, 7) AND i.visible = 1";
/// Lists of an organisation of which something is still open, the oldest first.
pub(crate) const LISTS: &str = "SELECT l.list_id, l.month, l.title, l.number, l.sent_at, \
     CAST(SUM(CASE WHEN t.state <> 9 THEN t.n ELSE 0 END) AS BIGINT), \
     CAST(SUM(CASE WHEN t.state IN (6, 8) THEN t.n ELSE 0 END) AS BIGINT), \
     CAST(SUM(CASE WHEN t.state IN (1, 2, 4) THEN t.n ELSE 0 END) AS BIGINT), \
     CAST(SUM(CASE WHEN t.state IN (3, 5, 7) THEN t.n ELSE 0 END) AS BIGINT) \
     FROM item_tally t JOIN item i ON i.item_id = t.item_id \
     JOIN task_list l ON l.org_id = t.org_id AND l.list_id = i.list_id \
     WHERE t.org_id = $1 AND t.n <> 0 AND l.org_id = $1 AND l.stage = 'sent' \
     GROUP BY l.list_id, l.month, l.title, l.number, l.sent_at \
     HAVING SUM(CASE WHEN t.state IN (1, 2, 3, 4, 5, 7) THEN t.n ELSE 0 END) > 0 ORDER BY l.month, l.list_id LIMIT $2";

rec! {
    /// A list that an organisation sent and of which something is still open.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub struct OpenList {
        /// The list.
        pub list: ListId,
        /// Its month.
        pub month: Month,
        /// Its title.
        pub title: String,
        /// Its number.
        pub number: String,
        /// When it was sent.
        pub sent_at: Option<Instant>,
        /// Its assignments, without those taken back.
        pub all: i64,
        /// Closed or excused.
        pub done: i64,
        /// Waiting for those who got it.
        pub owed: i64,
        /// Waiting for whoever verifies, closes or decides.
        pub waiting: i64,
    }
}

/// What an organisation owes or waits for, the overdue first, at most so many.
pub(crate) fn assignments(tx: &mut Tx<'_>, org: OrgId, most: i64) -> Result<Vec<AssignmentRow>, AppError> {
    let today = tx.today();
    Ok(tx.all(OF_ORG, args![org, today, most])?)
}

/// How many there are, are overdue, wait for an answer to what was asked.
pub(crate) fn counts(tx: &mut Tx<'_>, org: OrgId) -> Result<(i64, i64, i64), AppError> {
    let today = tx.today();
    Ok(tx.one(COUNTS, args![org, today])?)
}

/// Lists that are not done, the oldest first, at most so many.
pub(crate) fn lists(tx: &mut Tx<'_>, org: OrgId, most: i64) -> Result<Vec<OpenList>, AppError> {
    Ok(tx.all(LISTS, args![org, most])?)
}
